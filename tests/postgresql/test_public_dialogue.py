"""The dialogue as the public face's own database role has it: by the code's hash, and no wider."""

from django.test import Client

from casework.outbox import Message
from concerns import dialogue, notices
from concerns.models import CitizenReport, ConcernReport, NoticeAddress, ReportMessage
from tests.accounts.sign_in import staff
from tests.concerns.filling_in import code_on, heading, hidden
from tests.concerns.reports import ANSWERS
from tests.concerns.test_dialogue_codes import OPEN, confirm, enter
from tests.postgresql.test_database_roles import PUBLIC, as_role, roles  # noqa: F401 - a fixture

ANSWER = "/bekymringsmelding/svar/"


def test_it_exchanges_a_code_and_takes_an_answer(roles):  # noqa: F811
    code = ConcernReport.receive(ANSWERS, "a caller's", by=staff("innbyggerservice-1", "Innbyggerservice"))
    with as_role(PUBLIC):
        page = enter(code)
        answer = confirm(page)
        assert heading(answer) == OPEN
        sent = Client().post(ANSWER, hidden(answer) | {"text": "Hei"})
        assert "Det du skrev, er sendt" in sent.content.decode()
        assert ReportMessage.objects.count() == 0, "outside the doorway nothing is seen"
    assert ConcernReport.behind(code_on(page)).messages.get().text == "Hei"
    assert Message.objects.filter(kind="concerns.reply_received").exists()


def test_it_keeps_and_deletes_an_address_for_notices(roles):  # noqa: F811
    report = ConcernReport.behind(ConcernReport.receive(ANSWERS, "from the web"))
    with as_role(PUBLIC):
        notices.remember(report, "fugl@example.no")
        notices.remember(report, "another@example.no")
        assert dialogue.read(report).notice_asked_for
        notices.forget(report)
        assert not dialogue.read(report).notice_asked_for
    assert not NoticeAddress.objects.exists()


def test_it_knows_whether_child_welfare_wrote_last(roles):  # noqa: F811
    code = ConcernReport.receive(ANSWERS, "from the web")
    mine = CitizenReport(code=code)
    with as_role(PUBLIC):
        assert not dialogue.has_news(mine)
    dialogue.post_from_desk(ConcernReport.behind(code), "Hei", [], staff("barnevern-1", "Barnevern"))
    with as_role(PUBLIC):
        assert dialogue.has_news(mine)
        dialogue.reply(ConcernReport.behind(code), "Hei igjen", [], "key")
        assert not dialogue.has_news(mine)
