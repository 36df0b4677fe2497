"""Word of a case to another desk: sent, read with a purpose, taken, answered, and gone with its case."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from asker_portal import person_data
from asker_portal.roles import ROLES
from casework import access, archive_papers, digest, referrals
from casework.access import AccessEntry
from casework.bars import bar
from casework.conflicts import Conflict
from casework.disposal import erase
from casework.events import Event
from casework.outbox import deliver_waiting
from casework.references import new_reference
from casework.referrals import NoSuchDesk, Referral, desks
from casework.rotation import rotate_all
from concerns.models import ConcernReport
from services.models import CareApplication, CarerApplication
from tests.accounts.sign_in import citizen, signed_in, signed_in_citizen, staff
from tests.concerns.reports import child_welfare_worker
from tests.concerns.reports import received as a_report
from tests.concerns.test_races import all_at_once
from tests.invoices.asking import load_rules
from tests.invoices.asking import received as an_invoice
from tests.queries import asked
from tests.services.applications import an_application
from tests.volunteers.people import help_request, volunteer
from volunteers import closing, taking_part

pytestmark = pytest.mark.django_db

LIST = reverse("admin:referrals")
TEXT = "Søkeren vil selv bli støttekontakt."
POSTED = {"to_area": "recruitment", "text": TEXT, "ground": "consent"}
SENDERS = {
    "services_careapplication": ("Velferdsforvaltning", lambda: an_application(citizen())),
    "invoices_invoicerequest": ("Faktura", lambda: load_rules() or an_invoice()),
    "volunteers_volunteer": ("Frivilligkoordinator", volunteer),
    "volunteers_helprequest": ("Frivilligkoordinator", help_request),
}


@pytest.fixture
def case():
    return an_application(citizen())


@pytest.fixture
def sender(case):
    """A caseworker of care services who has the case."""
    worker = staff("omsorg", "Velferdsforvaltning", first_name="Omsorg")
    case.assign(worker, by=worker)
    return signed_in(worker)


@pytest.fixture
def recruiter():
    return signed_in(staff("rekruttering", "Rekruttering", first_name="Rekrutterer"))


def refer(client, case, desk="services_careapplication", **changed):
    case.refresh_from_db()
    address = reverse(f"admin:{desk}_verb", args=[case.pk, "refer"])
    return client.post(address, {"version": case.version} | POSTED | changed)


def sent(case, to_area="recruitment") -> Referral:
    case.refresh_from_db()
    worker = staff(f"avsender-{Referral.objects.count()}", case.groups_that_may_open[0])
    return Referral.refer(case, by=worker, to_area=to_area, text=TEXT, ground="consent")


def an_application_for_work() -> CarerApplication:
    content = {"about": {"name": "Nora Vikeby"}}
    return CarerApplication.receive(content, "own", citizen=citizen("13857621089"))


def page_of(referral) -> str:
    return reverse("admin:referral", args=[referral.pk])


def opened(client, referral):
    address = reverse("admin:referral_open", args=[referral.pk])
    return client.post(address, {"purpose": "distributes"}, follow=True)


def do(client, referral, deed, version=None, **posted):
    known = {"version": Referral.objects.get(pk=referral.pk).version if version is None else version}
    return client.post(reverse("admin:referral_deed", args=[referral.pk, deed]), known | posted)


# --- the whole way ----------------------------------------------------------------------------------------
def test_the_citizen_is_told_where_it_went_and_not_what_was_written(case, sender, mailoutbox):
    refer(sender, case)
    deliver_waiting()
    assert [mail.subject for mail in mailoutbox] == ["Du har en ny beskjed"]
    told = signed_in_citizen(case.citizen).get(reverse("services:my_application", args=[case.pk])).text
    assert "skrevet til et annet fagområde i kommunen om saken din: Rekruttering" in told
    assert TEXT not in told


def test_the_form_says_what_happens_and_where_a_concern_goes(case, sender):
    form = sender.get(reverse("admin:services_careapplication_verb", args=[case.pk, "refer"])).text
    assert "Meld fra til barneverntjenesten</a>" in form
    assert "Innbyggeren får vite på Min side" in form
    assert 'value="recruitment"' in form
    assert 'value="care"' not in form, "its own desk is no choice"


def test_from_one_desk_to_another_and_back(case, sender, recruiter):
    assert refer(sender, case).status_code == 302
    referral = Referral.objects.get()
    assert (referral.by, referral.state, referral.reference) == ("omsorg", "sent", case.reference)

    start = recruiter.get("/admin/").text
    assert f'<a href="{LIST}?show=waiting"><b>1</b> Venter på å bli tatt</a>' in start
    listed = recruiter.get(f"{LIST}?show=waiting").text
    assert page_of(referral) in listed
    assert "Fra: Velferdsforvaltningen" in listed
    assert TEXT not in recruiter.get(LIST).text
    unopened = recruiter.get(page_of(referral)).text
    assert TEXT not in unopened
    assert not AccessEntry.objects.filter(who="rekruttering", action="opened").exists()
    assert TEXT in opened(recruiter, referral).text
    entry = AccessEntry.objects.get(who="rekruttering", action="opened")
    assert (entry.case_id, entry.purpose) == (case.pk, "distributes")
    assert "Rekruttering" in {roles for _at, roles in access.readers(case)}

    assert do(recruiter, referral, "take").status_code == 302
    assert "<b>1</b> Tatt av meg" in recruiter.get("/admin/").text
    own = an_application_for_work()
    finished = do(recruiter, referral, "finish", answer="Samtale er avtalt.", became=own.reference)
    assert finished.status_code == 302
    assert "<b>1</b> Nytt som ingen har lest" in sender.get("/admin/").text
    story = sender.get(reverse("admin:services_careapplication_change", args=[case.pk])).text
    assert "<b>0</b> Nytt som ingen har lest" in sender.get("/admin/").text
    for said in (
        TEXT,
        "Samtale er avtalt.",
        own.reference,
        "har bedt om det eller sagt ja (forvaltningsloven",
    ):
        assert said in story
    assert "Sendt over til: Rekruttering (Omsorg)" in story
    assert "Oversendelsen ferdig hos: Rekruttering (Rekrutterer)" in story
    names = list(Event.objects.of(case).values_list("name", flat=True))
    assert [one for one in names if "refer" in one] == ["referred", "referral_taken", "referral_done"]
    assert page_of(referral) in recruiter.get(f"{LIST}?show=over").text
    assert page_of(referral) not in recruiter.get(LIST).text


def test_sent_back_with_words_and_not_without(case, sender, recruiter):
    referral = sent(case)
    opened(recruiter, referral)
    assert do(recruiter, referral, "send_back", answer=" ").status_code == 400
    assert do(recruiter, referral, "finish").status_code == 409, "nobody has taken it"
    assert do(recruiter, referral, "send_back", answer="Det er en søknad.").status_code == 302
    referral.refresh_from_db()
    assert (referral.state, referral.answer_in_words) == ("sent_back", "Det er en søknad.")
    assert do(recruiter, referral, "take").status_code == 409
    story = sender.get(reverse("admin:services_careapplication_change", args=[case.pk])).text
    assert "Det er en søknad." in story
    assert do(recruiter, referral, "delete").status_code == 404


@pytest.mark.parametrize("desk", SENDERS)
def test_every_area_that_may_sends_and_its_own_page_shows_it(desk, strict_templates):
    group, made = SENDERS[desk]
    case, worker = made(), staff("avsender", group)
    case.assign(worker, by=worker)
    client = signed_in(worker)
    form = client.get(reverse(f"admin:{desk}_verb", args=[case.pk, "refer"])).text
    told = "Innbyggeren får vite" if referrals.is_told(case) else "Innbyggeren får ikke beskjed herfra"
    assert told in form
    assert refer(client, case, desk).status_code == 302
    assert TEXT in client.get(reverse(f"admin:{desk}_change", args=[case.pk])).text
    deliver_waiting()


# --- who may ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("group", [*ROLES, None])
def test_each_desk_sees_what_was_sent_to_it_and_nothing_else(group):
    """Every desk that receives × everybody, a superuser outside all groups included."""
    load_rules()
    who = citizen()
    cases = {key: an_application(who, f"draft {key}") for key in desks() if key != "care"}
    there = {key: sent(case, key) for key, case in cases.items()}
    there["care"] = sent(an_invoice(), "care")
    client = signed_in(staff("noen", *filter(None, [group]), is_superuser=group is None))
    seen = {key for key, one in there.items() if client.get(page_of(one)).status_code == 200}
    mine = {key for key, desk in desks().items() if group in desk.groups}
    assert seen == mine
    for key in there.keys() - mine:
        assert opened(client, there[key]).status_code == 404
        assert do(client, there[key], "take").status_code == 404
    answer = client.get(LIST)
    assert answer.status_code == (200 if mine else 403)
    assert {key for key, one in there.items() if page_of(one) in answer.text} == mine
    assert ("Oversendt fra andre" in client.get("/admin/").text) == bool(mine)


@pytest.mark.parametrize(
    "crafted",
    [
        {"to_area": "care"},
        {"to_area": "concerns"},
        {"to_area": "Barnevern"},
        {"to_area": ""},
        {"ground": ""},
        {"ground": "none"},
        {"text": " \x00 "},
    ],
)
def test_what_may_not_be_sent_is_refused_with_the_rest_kept(case, sender, crafted):
    answer = refer(sender, case, **crafted)
    assert answer.status_code == 400
    assert "text" in crafted or TEXT in answer.text
    assert not Referral.objects.exists()
    assert not Event.objects.filter(name="referred").exists()


def test_nothing_is_sent_out_of_a_report_of_concern():
    worker, report = child_welfare_worker(), a_report()
    client = signed_in(worker)
    answer = client.post(reverse("admin:concerns_concernreport_verb", args=[report.pk, "refer"]), POSTED)
    assert answer.status_code == 403
    with pytest.raises(NoSuchDesk):
        Referral.refer(report, by=worker, to_area="care", text=TEXT, ground="consent")
    groups = {group for desk in desks().values() for group in desk.groups}
    assert groups.isdisjoint(ConcernReport.groups_that_may_open)


def test_who_is_barred_from_the_case_does_not_learn_that_it_was_sent(case, settings):
    settings.ALLOW_SYNTHETIC_IDS = True
    referral, barred, relative = sent(case), staff("sperret", "Rekruttering"), staff("slekt", "Rekruttering")
    bar(case, barred, by=barred)
    Conflict.declare(case.citizen.national_id, by=relative)
    for client in map(signed_in, (barred, relative)):
        assert client.get(page_of(referral)).status_code == 404
        assert case.reference not in client.get(LIST).text
        assert "<b>0</b> Venter på å bli tatt" in client.get("/admin/").text
    assert AccessEntry.objects.filter(action="denied", who="sperret", case_id=referral.pk).exists()
    assert case.reference in signed_in(staff("fri", "Rekruttering")).get(LIST).text


def test_a_group_taken_away_while_the_page_is_open_ends_it(case, recruiter):
    referral = sent(case)
    opened(recruiter, referral)
    referral.refresh_from_db()
    get_user_model().objects.get(username="rekruttering").groups.clear()
    assert do(recruiter, referral, "take").status_code == 404
    assert recruiter.get(page_of(referral)).status_code == 404
    assert recruiter.get(LIST).status_code == 403


def test_of_a_case_that_one_may_not_see_nobody_learns_whether_it_is_there(case, recruiter):
    referral = sent(case)
    opened(recruiter, referral)
    do(recruiter, referral, "take")
    theirs, me = an_application_for_work(), get_user_model().objects.get(username="rekruttering")
    bar(theirs, me, by=me)
    written = (case.reference, theirs.reference, new_reference(), "tull")
    said = [do(recruiter, referral, "finish", became=one) for one in written]
    assert {answer.status_code for answer in said} == {400}
    assert all("ingen sak med den referansen som du kan se" in answer.text for answer in said)


def test_what_nobody_has_opened_is_not_answered(case, recruiter):
    referral = sent(case)
    for deed in ("send_back", "finish"):
        assert do(recruiter, referral, deed, answer="Nei.").status_code == 302
    referral.refresh_from_db()
    assert referral.state == Referral.State.SENT


def test_no_reference_of_a_report_of_concern_leaves_child_welfare(case):
    """Also not by somebody who is in both groups, by a slip: the sender and the citizen would read it."""
    referral, report = sent(case), a_report()
    both = signed_in(staff("begge", "Rekruttering", "Barnevern"))
    opened(both, referral)
    do(both, referral, "take")
    assert do(both, referral, "finish", became=report.reference).status_code == 400
    referral.refresh_from_db()
    assert (referral.became, referral.state) == ("", Referral.State.TAKEN)


# --- at the same time ---------------------------------------------------------------------------------------
def test_the_second_of_two_is_told_and_keeps_what_they_wrote(case, recruiter):
    referral, colleague = sent(case), signed_in(staff("kollega", "Rekruttering", first_name="Kollega"))
    opened(recruiter, referral)
    do(colleague, referral, "take")
    answer = do(recruiter, referral, "send_back", version=0, answer="Hører til hos dere.")
    assert answer.status_code == 409
    assert "En kollega var først" in answer.text
    assert "Hører til hos dere." in answer.text
    assert "Kollega" in answer.text
    assert do(recruiter, referral, "take", version="x").status_code == 409
    referral.refresh_from_db()
    assert (referral.state, referral.taken_by.username) == ("taken", "kollega")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_it_at_once_one_gets_it():
    referral = sent(an_application(citizen()))
    desks_ = [signed_in(staff(f"rekruttering-{number}", "Rekruttering")) for number in range(8)]
    answers = all_at_once(lambda client: do(client, referral, "take", version=0), desks_)
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 7
    referral.refresh_from_db()
    assert (referral.state, referral.version) == ("taken", 1)
    assert Event.objects.get(name="referral_taken").by == referral.taken_by.username


def test_pressed_twice_it_is_sent_once(case, sender):
    version = CareApplication.objects.get().version
    codes = [refer(sender, case, version=version).status_code for _press in range(2)]
    assert codes == [302, 409]
    assert Referral.objects.count() == 1


# --- everywhere else ----------------------------------------------------------------------------------------
def test_it_goes_with_its_case(case):
    other = sent(an_application(citizen("13857621089"), "other"))
    sent(case)
    erase(case)
    assert list(Referral.objects.all()) == [other]


def test_it_goes_when_a_volunteer_or_a_request_is_forgotten():
    offer, request = volunteer(), help_request()
    for one in (offer, request):
        sent(one)
    closing.forget(request)
    taking_part.forget(offer)
    deliver_waiting()
    assert not Referral.objects.exists()


def test_the_persons_package_and_the_archive_have_it(case, monkeypatch):
    referral, became = sent(case), new_reference()
    referral.take(by=staff("a", "Rekruttering"))
    referral.finish(by=staff("b", "Rekruttering"), answer="Ja.", became=became)
    (told,) = person_data.of_case(case)["sent_to_other_desks"]
    assert (told["to"], told["text"], told["answer"]) == ("Rekruttering", TEXT, "Ja.")
    printed = []
    monkeypatch.setattr(archive_papers, "letter", lambda name, data, **about: printed.append(data) or b"")
    archive_papers.proceedings(case)
    (part,) = [one for one in printed[0]["parts"] if one["heading"] == "Oversendelser"]
    for said in (TEXT, "Ja.", became, "forvaltningsloven § 13 a nr. 1"):
        assert said in json.dumps(part, ensure_ascii=False)
    assert {"casework.Referral.text", "casework.Referral.answer"} <= {one.what for one in rotate_all()}


def test_what_cannot_be_opened_is_said_and_not_a_crash(case, sender, recruiter):
    referral = sent(case)
    Referral.objects.update(text=referral._meta.get_field("text").sealed(case, "annen rad"))
    assert "kan ikke åpnes" in opened(recruiter, referral).text
    assert (
        "kan ikke åpnes" in sender.get(reverse("admin:services_careapplication_change", args=[case.pk])).text
    )


def test_the_mornings_mail_counts_what_was_sent_here_and_says_no_more(case, recruiter):
    sent(case)
    (said,) = digest.digest_of(get_user_model().objects.get(username="rekruttering"))
    assert said == "Oversendt fra andre fagområder\nVenter på å bli tatt: 1"


def test_pages_ask_little_however_much_was_sent(case, sender, recruiter):
    address = reverse("admin:services_careapplication_change", args=[case.pk])
    sender.get(address)  # the first reading is an event
    before, start = asked(sender, address), asked(recruiter, "/admin/")
    referral = sent(case)
    assert asked(sender, address) == before + 1
    for _more in range(20):
        sent(case)
    opened(recruiter, referral)
    assert asked(recruiter, LIST) <= 8
    assert asked(recruiter, page_of(referral)) <= 12
    assert asked(recruiter, "/admin/") == start
