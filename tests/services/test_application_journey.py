"""A parent applies: begins, stops, resumes, checks, sends; and one application is there."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from casework.drafts import Draft
from services.models import CareApplication
from tests.accounts.sign_in import citizen, signed_in_citizen
from tests.casework.sample_files import jpeg, upload
from tests.services.filling_in import ANSWERS, begin, fill_in, send, step

pytestmark = pytest.mark.django_db

TIMES = ("day", "evening", "night")
MORE_THAN_A_DAY = {"times": [*TIMES]} | {f"{time}_what": "Tilsyn" for time in TIMES}
MORE_THAN_A_DAY |= {f"{time}_hours": "9" for time in TIMES}


@pytest.fixture
def parent(asker):
    user = citizen()
    client = signed_in_citizen(user)
    client.user = user
    return client


def test_the_first_page_is_for_everybody_and_leads_to_signing_in(client, asker):
    assert client.get(reverse("services:apply")).status_code == 200
    assert client.get(reverse("services:begin_application")).status_code == 302


def test_a_whole_application_becomes_one_case_and_the_draft_is_gone(parent):
    draft = fill_in(parent, begin(parent))
    check = parent.get(step(draft, "kontroller"))
    assert "Han har epilepsi" in check.text
    receipt = send(parent, draft)
    assert receipt.status_code == 302
    case = CareApplication.objects.get()
    assert receipt.url == reverse("services:my_application", args=[case.pk])
    assert case.content["services"] == ANSWERS["wish"]["services"]
    assert case.contact == {"email": "kari@demo.invalid", "mobile": "400 00 010"}
    assert not Draft.objects.exists()
    page = parent.get(receipt.url)
    assert case.reference in page.text
    assert "Svar eller foreløpig svar" in page.text


def test_reload_and_back_after_sending_lead_to_the_one_case(parent):
    draft = fill_in(parent, begin(parent))
    send(parent, draft)
    case = reverse("services:my_application", args=[draft.pk])
    assert send(parent, draft).url == case
    assert parent.get(step(draft, "wish")).url == case
    assert CareApplication.objects.count() == 1


def test_a_skipped_step_is_led_back_to_and_never_sent(parent):
    draft = begin(parent)
    parent.post(step(draft, "who"), ANSWERS["who"])
    assert send(parent, draft).url == step(draft, "child")
    assert parent.get(step(draft, "consent")).url == step(draft, "child")
    assert not CareApplication.objects.exists()


def test_what_was_written_waits_for_another_day(parent):
    draft = begin(parent)
    parent.post(step(draft, "who"), ANSWERS["who"])
    parent.post(step(draft, "child"), ANSWERS["child"] | {"go": "later"})
    other_device = signed_in_citizen(parent.user)
    assert other_device.get(reverse("services:application_draft", args=[draft.pk])).url == step(
        draft, "guardian"
    )
    assert "Lauvlia skole" in other_device.get(step(draft, "child")).text


def test_an_answer_changed_from_the_check_page_leads_back_to_it(parent):
    draft = fill_in(parent, begin(parent))
    page = parent.post(step(draft, "health"), {"health": "Noe nytt", "returning": "1"})
    assert page.url == step(draft, "kontroller")


def test_nobody_else_opens_a_draft_or_a_case(parent):
    draft = fill_in(parent, begin(parent))
    other = signed_in_citizen(citizen("15838821190"))
    assert other.get(step(draft, "child")).status_code == 404
    send(parent, draft)
    for name in ("my_application", "withdraw_application", "application_receipt", "application_json"):
        assert other.get(reverse(f"services:{name}", args=[draft.pk])).status_code == 404


@pytest.mark.parametrize(
    ("slug", "changed", "sentence"),
    [
        ("child", {"pid": "12345678901"}, "fødselsdato"),
        ("child", {"pid": "14838821198"}, "testnummer"),
        ("child", {"born_day": "31", "born_month": "2"}, "ekte dato"),
        ("child", {"born_year": "2001"}, "søker selv"),
        ("child", {"born_year": "2031"}, "ikke vært ennå"),
        ("need", {"night_what": ""}, "trenger da"),
        ("need", {"night_hours": "tjue"}, "fra 0 til 12"),
        ("need", MORE_THAN_A_DAY, "mer enn et døgn"),
        ("wish", {"hours": "169"}, "fra 1 til 168"),
        ("wish", {"nights": "30", "weekends": "1"}, "mer enn en måned"),
        ("bpa", {"bpa_hours": "169"}, "fra 1 til 168"),
        ("contact", {"mobile": "66 90 00 00"}, "mobilnummer"),
        ("bpa", {"bpa_hours": "tjue"}, "fra 1 til 168"),
        ("consent", {"is_correct": ""}, "opplysningene er riktige"),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_everything_is_kept(parent, slug, changed, sentence):
    draft = begin(parent)
    for name, answers in ANSWERS.items():
        if name == slug:
            break
        parent.post(step(draft, name), answers)
    page = parent.post(step(draft, slug), ANSWERS[slug] | changed)
    assert page.status_code == 400
    assert sentence in page.text
    draft.refresh_from_db()
    for name, value in (ANSWERS[slug] | changed).items():
        assert draft.answers[slug][name] == (value if isinstance(value, list) else [value])


def test_a_number_of_another_date_is_refused(parent, settings):
    settings.ALLOW_SYNTHETIC_IDS = True
    draft = begin(parent)
    parent.post(step(draft, "who"), ANSWERS["who"])
    page = parent.post(step(draft, "child"), ANSWERS["child"] | {"pid": "14838821198"})
    assert "passer ikke sammen" in page.text


@pytest.mark.parametrize(
    ("second", "sentence"),
    [
        (("20", "7", "3", "8"), "overlapper"),
        (("20", "8", "3", "8"), "før første dag"),
    ],
)
def test_holidays_may_not_overlap_or_end_before_they_begin(parent, second, sentence):
    draft = fill_in(parent, begin(parent))
    from_day, from_month, to_day, to_month = second
    dates = {
        "first_from": ("1", "7"),
        "first_to": ("21", "7"),
        "second_from": (from_day, from_month),
        "second_to": (to_day, to_month),
    }
    posted = ANSWERS["wish"] | {"holidays": "True"}
    for name, (day, month) in dates.items():
        posted |= {f"{name}_day": day, f"{name}_month": month, f"{name}_year": "2027"}
    page = parent.post(step(draft, "wish"), posted)
    assert page.status_code == 400
    assert sentence in page.text


def test_a_service_of_another_age_gets_its_rule_in_words_and_somebody_to_call(parent):
    draft = begin(parent)
    for name, answers in ANSWERS.items():
        wanted = {"services": ["support_contact", "after_school"]} if name == "wish" else {}
        page = parent.post(step(draft, name), answers | wanted)
        if name == "wish":
            break
    assert page.url == step(draft, "age")
    page = parent.get(page.url)
    assert "For elever i videregående skole" in page.text
    assert 'href="tel:' in page.text


def test_a_youth_of_sixteen_applies_alone_and_one_of_fifteen_is_told_whom_to_ask(parent):
    draft = begin(parent)
    parent.post(step(draft, "who"), {"who": "self"})
    you = ANSWERS["child"] | {"child_name": "Nora Granskog", "shared_home": ""}
    assert "fylt 16 år" in parent.post(step(draft, "child"), you | {"born_year": "2015"}).text
    page = parent.post(step(draft, "child"), you | {"born_year": "2009"})
    assert page.url == step(draft, "contact")


def test_the_hours_of_all_services_fit_into_one_week(parent):
    draft = fill_in(parent, begin(parent), wish={"hours": "148"})
    page = parent.post(step(draft, "bpa"), ANSWERS["bpa"] | {"bpa_hours": "21"})
    assert page.status_code == 400
    assert "148 timer i uka fra før" in page.text
    assert parent.post(step(draft, "bpa"), ANSWERS["bpa"]).status_code == 302
    parent.post(step(draft, "wish"), ANSWERS["wish"] | {"hours": "149"})
    assert send(parent, draft).url == step(draft, "bpa")
    assert not CareApplication.objects.exists()


@pytest.mark.parametrize("sent", [True, False])
def test_what_a_second_tab_wrote_after_the_first_one_sent_or_deleted_is_shown_again(parent, sent):
    draft = fill_in(parent, begin(parent))
    if sent:
        send(parent, draft)
    else:
        parent.post(reverse("services:begin_application"), {"delete": draft.pk})
    page = parent.post(step(draft, "health"), {"health": "Dette er nytt", "seen": "x"})
    assert page.status_code == (409 if sent else 404)
    assert "Dette er nytt" in page.text
    assert ("sendt fra en annen fane" in page.text) == sent
    assert CareApplication.objects.count() == sent


def test_what_was_written_while_the_session_ended_is_kept_and_comes_back(parent):
    draft = begin(parent)
    parent.post(step(draft, "who"), ANSWERS["who"])
    with time_machine.travel(timezone.now() + timedelta(hours=9)):
        led = parent.post(step(draft, "child"), ANSWERS["child"])
        assert "/logg-inn/" in led.url
        back = parse_qs(urlsplit(led.url).query)["next"][0]
        page = signed_in_citizen(parent.user).get(back)
        assert page.url == step(draft, "guardian")
    draft.refresh_from_db()
    assert draft.answers["child"]["school"] == ["Lauvlia skole"]


def test_two_tabs_on_one_step_show_both_answers_and_lose_neither(parent):
    draft = fill_in(parent, begin(parent))
    seen = parent.get(step(draft, "health")).context["form"].carried["seen"]
    parent.post(step(draft, "health"), {"health": "Fra den ene fanen", "seen": seen})
    page = parent.post(step(draft, "health"), {"health": "Fra den andre fanen", "seen": seen})
    assert page.status_code == 409
    assert "Fra den ene fanen" in page.text
    assert "Fra den andre fanen" in page.text


@pytest.mark.parametrize("slug", ["who", "need", "bpa", "files", "kontroller"])
def test_a_step_costs_no_more_queries_late_than_early(parent, slug, django_assert_max_num_queries):
    draft = fill_in(parent, begin(parent))
    files = [upload(jpeg(), f"{number}.jpg") for number in range(5)]
    parent.post(step(draft, "files"), {"go": "add", "attachments": files})
    parent.get(step(draft, slug))
    with django_assert_max_num_queries(12):
        parent.get(step(draft, slug))


def test_posting_a_late_step_keeps_to_the_budget(parent, django_assert_max_num_queries):
    draft = fill_in(parent, begin(parent))
    with django_assert_max_num_queries(14):
        parent.post(step(draft, "bpa"), ANSWERS["bpa"])
