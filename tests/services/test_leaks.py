"""A whole application with a word of its own in each answer: none is kept, sent or shown to others."""

import tempfile
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from casework.outbox import deliver_waiting
from casework.referrals import Referral
from services import papers
from services.models import CareApplication
from services.urls import urlpatterns
from tests.accounts.sign_in import citizen, signed_in_citizen, staff
from tests.casework import sample_files
from tests.leaks import everything_kept, found_in
from tests.services import test_jobs
from tests.services.desk import SEARCH, Desk
from tests.services.filling_in import begin, fill_in, send, step

pytestmark = pytest.mark.django_db

CHILD_ID, CHILD_NAME = "14838821198", "Kanaribarn Blåveis"
WORDS = {
    "address": "Kanariveien 77",
    "school": "Kanariskolen",
    "guardian": "Kanariforelder Rødstrupe",
    "name": "Kanarisøker Blåklokke",
    "mobile": "400 77 777",
    "mail": "kanari.adresse@example.no",
    "health": "Kanarisykdom med «anførsel» og æøå",
    "night": "Kanarinatt",
    "burden": "Kanaribyrde",
    "interests": "Kanariinteresse",
    "tasks": "Kanarioppgave",
    "file": "kanaribilde.jpg",
    "message": "Kanarimelding fra søkeren",
    "answer's file": "kanarivedlegg.jpg",
}
DESKS_WORDS = {
    "asked": "Kanarispørsmål fra saksbehandleren",
    "note": "Kanarinotat fra møtet",
    "what": "Kanariytelse",
    "reasons": "Kanaribegrunnelse for vedtaket",
    "goals": "Kanarimål i planen",
    "appeal": "Kanariklage",
    "referred": "Kanarioversendelse til et annet fagområde",
    "answered": "Kanarisvar fra det andre fagområdet",
}
JOBS_WORDS = {
    "why": "Kanarimotiv",
    "name": "Kanariavlaster Linerle",
    "reference": "Kanarireferanse Svale",
    "mail": "kanari.jobb@example.no",
}
EVERY_WORD = [*WORDS.values(), *DESKS_WORDS.values(), *JOBS_WORDS.values(), CHILD_NAME, CHILD_ID]
ANSWERS = {
    "child": {
        "child_name": CHILD_NAME,
        "pid": CHILD_ID,
        "born_day": "3",
        "born_month": "3",
        "born_year": "2019",
        "school": WORDS["school"],
    },
    "guardian": {"second": "named", "guardian_name": WORDS["guardian"]},
    # What stood there before the address was said to be protected.
    "contact": {
        "name": WORDS["name"],
        "mobile": WORDS["mobile"],
        "email": WORDS["mail"],
        "protected": "True",
        "address": WORDS["address"],
    },
    "health": {"health": WORDS["health"]},
    "need": {"night_what": WORDS["night"]},
    "burden": {"burden": WORDS["burden"]},
    "support": {"interests": WORDS["interests"]},
    "bpa": {"bpa_tasks": WORDS["tasks"]},
}
SIGN = "/soknad/medsignatur/"


@pytest.fixture
def kept(log, var_dir, settings, tmp_path, monkeypatch):
    """Everything the portal writes anywhere, temporary files too, with the words to look for."""
    settings.ALLOW_SYNTHETIC_IDS, settings.FILES_DIR = True, var_dir / "files"
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("services.forms.people.agrees_with", lambda number, born: True)
    cache.clear()
    return lambda: everything_kept(log, Path(tmp_path))


def photo(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sample_files.jpeg(), "image/jpeg")


@pytest.fixture
def parent(asker, kept):
    return signed_in_citizen(citizen(name=WORDS["name"]))


@pytest.fixture
def second(kept):
    return signed_in_citizen(citizen("15838821190", WORDS["guardian"]))


@pytest.fixture
def case(parent):
    draft = fill_in(parent, begin(parent), **ANSWERS)
    parent.post(step(draft, "files"), {"attachments": photo(WORDS["file"]), "go": "add"})
    send(parent, draft)
    deliver_waiting()
    return CareApplication.objects.get()


def page(case, name="my_application") -> str:
    return reverse(f"services:{name}", args=[case.pk])


def signed(parent, case, second) -> list:
    """Invited, and signed; every answer the second guardian got."""
    code = parent.post(page(case, "invite_guardian")).context["code"]
    asked = second.post(SIGN, {"code": code, "pid": CHILD_ID})
    return [asked, second.post(SIGN, {"go": "sign", "state": asked.context["state"]})]


def handled(case, at_the_desk) -> Desk:
    """Opened, searched, noted, asked about, decided, planned and printed."""
    desk = Desk(at_the_desk(staff("worker", "Velferdsforvaltning")), case)
    assert WORDS["health"][:12] in desk.page().text
    desk.client.post(SEARCH, {"words": CHILD_NAME})
    desk.did("note", text=DESKS_WORDS["note"])
    desk.did("ask-more", text=DESKS_WORDS["asked"], files=photo("kanarispørsmål.jpg"))
    granted = {"outcome": "granted", "what": DESKS_WORDS["what"], "reasons": DESKS_WORDS["reasons"]}
    for one in case.applied.all():
        desk.did("decide", key=one.key, starts=timezone.localdate().isoformat(), **granted)
    desk.did("send-decision")
    plan = {"contact": "K", "participants": "S", "goals": DESKS_WORDS["goals"]}
    desk.did("plan", review_on=timezone.localdate().isoformat(), **plan)
    desk.did("report-concern")
    desk.did("refer", text=DESKS_WORDS["referred"], to_area="recruitment", ground="consent")
    referred(at_the_desk)
    letter = reverse("admin:services_careapplication_letter", args=[case.pk, case.decisions.get().pk])
    assert desk.client.post(letter).content.startswith(b"%PDF")
    return desk


def referred(at_the_desk) -> None:
    """Another desk reads what was sent to it, and answers."""
    recruiter, sent = at_the_desk(staff("recruiter", "Rekruttering")), Referral.objects.get()
    address = reverse("admin:referral_open", args=[sent.pk])
    page = recruiter.post(address, {"purpose": "distributes"}, follow=True)
    assert DESKS_WORDS["referred"] in page.text
    deed = {"version": 0, "answer": DESKS_WORDS["answered"]}
    assert (
        recruiter.post(reverse("admin:referral_deed", args=[sent.pk, "send_back"]), deed).status_code == 302
    )


def answered(parent, case) -> None:
    state = parent.get(page(case)).context["form"].carried["state"]
    sent = {"text": WORDS["message"], "state": state, "attachments": photo(WORDS["answer's file"])}
    assert parent.post(page(case), sent).status_code == 302
    assert parent.post(page(case, "my_decision"), {"text": DESKS_WORDS["appeal"]}).status_code == 302
    for name in ("application_receipt", "application_json", "application_pdf"):
        assert parent.get(page(case, name)).status_code == 200


def works() -> None:
    """Somebody applies for work, in words of their own."""
    client, given = test_jobs.citizen(), test_jobs.ANSWERS
    changed = {
        "wish": given["wish"] | {"why": JOBS_WORDS["why"]},
        "about": given["about"] | {"name": JOBS_WORDS["name"], "email": JOBS_WORDS["mail"]},
        "references": given["references"] | {"first_name": JOBS_WORDS["reference"]},
    }
    assert client.post(test_jobs.filled_in(client, **changed), {"go": "send"}).status_code == 302


def test_a_whole_case_leaves_no_word_readable(parent, second, case, kept, at_the_desk, mailoutbox):
    signed(parent, case, second)
    handled(case, at_the_desk)
    answered(parent, case)
    works()
    deliver_waiting()
    everything = kept()
    assert case.reference.encode() in everything, "the database was looked at"
    assert b"admin:services_careapplication_change" in everything, "the log was looked at"
    assert case.files.count() == 3, "the files are there"
    assert found_in(everything, [*EVERY_WORD, sample_files.SECRET]) == set()
    addresses = {WORDS["mail"], JOBS_WORDS["mail"]}  # a mail has to say where it goes
    assert mailoutbox, "the applicant was told"
    for mail in mailoutbox:
        assert found_in(mail.message().as_bytes(), sorted({*EVERY_WORD, case.reference} - addresses)) == set()


def test_the_second_guardian_never_sees_a_word_of_the_first(parent, second, case, at_the_desk, mailoutbox):
    seen = signed(parent, case, second)
    handled(case, at_the_desk)
    answered(parent, case)
    seen += [second.get(address) for address in ("/minside/", SIGN, *addresses_of(case))]
    seen.append(second.post(SIGN, {"go": "decline", "state": seen[0].context["state"]}))
    assert CHILD_NAME in seen[0].text, "the page was looked at"
    words = [word for word in (*WORDS.values(), *DESKS_WORDS.values()) if word != WORDS["guardian"]]
    for answer in seen:
        assert found_in(answer.content, [*words, case.reference]) == set(), answer.request["PATH_INFO"]
    assert {second.get(address).status_code for address in addresses_of(case)} <= {404, 405}
    deliver_waiting()
    assert {to for mail in mailoutbox for to in mail.to} == {WORDS["mail"]}


def addresses_of(case) -> list[str]:
    """Every address of the services that one case's number opens."""
    ids = {"file_id": case.files.first().pk, "decision": case.decisions.first().pk}
    found = []
    for pattern in urlpatterns:
        gaps = pattern.pattern.converters
        if "pk" in gaps and "slug" not in gaps:
            kwargs = {"pk": case.pk} | {name: ids[name] for name in gaps if name != "pk"}
            found.append(reverse(f"services:{pattern.name}", kwargs=kwargs))
    return found


def test_a_protected_address_is_kept_nowhere_and_stands_in_no_paper(parent, second, case, monkeypatch):
    assert case.address_is_protected
    assert WORDS["address"] not in str(case.content)
    printed = []
    monkeypatch.setattr(papers, "letter", lambda name, data, **about: printed.append(data) or b"")
    papers.all_of_it(case)
    assert WORDS["health"] in str(printed), "the paper was looked at"
    assert WORDS["address"] not in str([printed, papers.data(case)])


def test_family_sees_nothing_of_a_report_that_was_started(parent, case, at_the_desk, monkeypatch):
    handled(case, at_the_desk)
    printed = []
    monkeypatch.setattr(papers, "letter", lambda name, data, **about: printed.append(data) or b"")
    papers.all_of_it(case)
    shown = [parent.get(address).text for address in ("/minside/", page(case), page(case, "my_decision"))]
    for word in ("ekymringsmelding begynt", "egynte på en bekymring", "report_started", "13-2"):
        assert word not in str([shown, printed, papers.data(case)])


def test_a_planted_leak_is_found(parent, case, kept, tmp_path, monkeypatch):
    (tmp_path / "left behind").write_text(f"x {WORDS['night']} x")
    assert found_in(kept(), EVERY_WORD) == {WORDS["night"]}
