"""From an offer and a request to help that is given, as people and coordinator do it, mail and SMS read."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from casework.outbox import deliver_waiting
from tests.concerns.citizens import citizen, sign_in
from tests.volunteers.people import area, coordinator, task
from volunteers.models import HelpRequest, Match, Reveal, Volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("strict_templates")]

ADULT = "15818799995"


@pytest.fixture(autouse=True)
def places(db):
    task("handle", name="Handle mat")
    area("Solbygda")


@pytest.fixture
def sent(settings, tmp_path):
    """Every SMS sent so far, the last one last, as (number, text)."""
    settings.SMS_URL = f"file://{tmp_path}"

    def read():
        files = sorted(Path(tmp_path).glob("*.txt"), key=lambda file: file.stat().st_mtime_ns)
        return [tuple(file.read_text().split("\n")[:2]) for file in files]

    return read


def hidden(page):
    """What the page's form carries along."""
    html = page.content.decode()
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)
    return {name: value for name, value in pairs if name in ("state", "step", "returning", "seen")}


def link_in(text):
    return re.search(r"https?://[^/]+(/\S+)", text)[1]


OFFER = {
    "you": {
        "party": "person",
        "born_on_day": "15",
        "born_on_month": "1",
        "born_on_year": "1987",
        "name": "Kari Lyngmo",
        "phone": "400 10 111",
        "notice": "sms",
    },
    "tasks": {"tasks": ["handle"], "languages": ["nb"], "about": "Jeg liker å gå."},
    "areas": {"areas": ["solbygda"], "reach": "1"},
    "times": {"days": ["0", "1", "2", "3", "4", "5", "6"], "parts": ["0", "1", "2"], "capacity": "2"},
}
HELP = {
    "what": {"task": "handle", "text": "Handle mat på lørdag.", "concerns_child": "False", "places": "1"},
    "when": {"recurring": "once", "urgency": "2", "parts": ["0", "1"], "minutes": "60"},
    "you": {
        "for_whom": "self",
        "name": "Per Granli",
        "phone": "400 20 222",
        "notice": "sms",
        "protected": "False",
        "area": "solbygda",
        "address": "Lysløypa 7",
    },
}


def offer(client, **changes):
    """Fill in the offer until it is sent; gives the answer to the last post."""
    page = client.post(reverse("volunteers:offer"))
    at = page["Location"]
    for slug, answers in OFFER.items():
        page = client.post(f"{at}{slug}/", answers | changes.get(slug, {}))
        if page.status_code != 302:
            return page
    return client.post(f"{at}kontroller/")


def ask_for_help(client, at=None, **changes):
    at = at or reverse("volunteers:help")
    page = client.get(at)
    for slug, answers in HELP.items():
        page = client.post(at, hidden(page) | {"step": slug} | answers | changes.get(slug, {}))
    return client.post(at, hidden(page) | {"go": "send"})


def person():
    user = citizen()
    user.citizen.pid = ADULT
    user.citizen.save()
    return user


def test_help_is_offered_asked_for_found_and_given(at_the_desk, sent):
    helper, anybody, desk = sign_in(Client(), person()), Client(), at_the_desk(coordinator())
    volunteer = offered_and_signed(helper)
    follow = asked_for(anybody, sent)
    request = HelpRequest.objects.get()
    link = asked_by_the_desk(desk, request, volunteer, sent)
    page = says_yes(anybody, link)
    shown = shows_who(anybody, link, sent)
    for secret in ("Per Granli", "400 20 222", "Lysløypa 7"):
        assert secret not in page
        assert secret in shown
    assert "bankkort" in shown
    assert Reveal.objects.get().how == "code"
    assert Match.objects.get().status == Match.Status.CONFIRMED
    deliver_waiting()
    assert "Dere har en avtale" in anybody.get(follow).content.decode()
    assert "Kari Lyngmo" not in anybody.get(follow).content.decode()
    assert "Kari Lyngmo" in shows_who(anybody, follow, sent)
    anybody.post(link, {"go": "done"})
    anybody.post(follow, {"go": "done", "match": str(Match.objects.get().pk)})
    assert HelpRequest.objects.get().status == HelpRequest.Status.DONE
    assert "Utført" in open_case(desk, request).content.decode()


def offered_and_signed(helper):
    assert offer(helper)["Location"] == reverse("volunteers:mine")
    mine = reverse("volunteers:mine")
    assert "Koordinatoren tar kontakt" in helper.get(mine).content.decode()
    assert "Du har signert" in helper.post(mine, {"go": "sign", "agree": "yes"}).content.decode()
    return Volunteer.objects.get()


def asked_for(anybody, sent):
    """The link that the one who asks is sent."""
    receipt = ask_for_help(anybody).content.decode()
    assert HelpRequest.objects.get().reference in receipt
    assert HelpRequest.objects.get().contact_hash == ""
    deliver_waiting()
    assert HelpRequest.objects.get().contact_hash != ""
    [(number, text)] = sent()
    assert number == "+4740020222"
    follow = link_in(text)
    assert "Vi har fått det" in anybody.get(follow).content.decode()
    return follow


def asked_by_the_desk(desk, request, volunteer, sent):
    """Approve, accept and ask; the link that the volunteer is sent."""
    act(desk, volunteer, "approve")
    act(desk, request, "accept")
    page = open_case(desk, request).content.decode()
    assert "Kari Lyngmo" in page
    assert "samme område" in page
    act(desk, request, "ask", volunteers=[str(volunteer.pk)])
    deliver_waiting()
    number, text = sent()[-1]
    assert number == "+4740010111"
    return link_in(text)


def says_yes(anybody, link):
    """All that the link shows before the volunteer has shown who they are."""
    first = anybody.get(link).content.decode()
    assert "Handle mat på lørdag." in first
    assert "Kan du hjelpe?" in first
    answer = anybody.post(link, {"go": "reserve"}).content.decode()
    assert "Plassen er din" in answer
    return first + answer + anybody.get(link).content.decode()


def shows_who(anybody, link, sent):
    """The page after a wrong code, the right one, and the right one once more."""
    anybody.post(link, {"go": "code"})
    deliver_waiting()
    code = re.search(r"\d{6}", sent()[-1][1])[0]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert "stemmer ikke" in anybody.post(link, {"go": "show", "code": wrong}).content.decode()
    shown = anybody.post(link, {"go": "show", "code": f" {code[:3]} {code[3:]}"}).content.decode()
    assert "stemmer ikke" in anybody.post(link, {"go": "show", "code": code}).content.decode()
    return shown


def address(case, page, *args):
    return reverse(f"admin:volunteers_{case._meta.model_name}_{page}", args=[case.pk, *args])


def open_case(desk, case):
    desk.post(address(case, "open"), {"purpose": "caseworker"})
    return desk.get(address(case, "change"))


def act(desk, case, verb, **fields):
    case.refresh_from_db()
    sent = {"version": case.version, "seen": timezone.now().isoformat()}
    answer = desk.post(address(case, "verb", verb), sent | fields)
    assert answer.status_code == 302, answer.content.decode()
    return answer
