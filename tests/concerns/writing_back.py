"""Uses the dialogue the way a browser without JavaScript does: post what the page holds."""

from tests.concerns.filling_in import hidden

ANSWER = "/bekymringsmelding/svar/"
SENT = "Det du skrev, er sendt"
WRITTEN = "Han var alene i går også."


def enter(client, code, **more):
    """Write the code, and see what it opens."""
    return client.post(ANSWER, {"code": code, **more})


def press(client, page, go="", **written):
    """Press a button on the page; without a name it is the one that sends."""
    return client.post(ANSWER, hidden(page) | written | ({"go": go} if go else {}))


def text_of(page) -> str:
    return page.content.decode()
