"""The rules as staff edit them: none may say two things about a day, and each change is a version."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse

from invoices import rulebook
from invoices.models import InterestWaiver, InvoiceRequest, InvoiceRule, LateInterestRate, RulesVersion
from tests.invoices.asking import content, load_rules, received
from tests.invoices.desk import clerk

pytestmark = pytest.mark.django_db
RULES = reverse("admin:invoices_invoicerule_add")


@pytest.fixture
def desk():
    return clerk()


def rule(**changes):
    """What the form for a rule posts."""
    known = {"kind": "fees", "first": "2030-01-01", "last": "", "source": "vedtak", "max_days": "30"}
    known |= {"max_parts": "4", "smallest_part": "300", "largest_amount": "20 000", "days_to_first": "14"}
    return known | changes


def text(page) -> str:
    return page.content.decode().replace("\u00a0", " ")


def test_the_shipped_rules_say_that_they_are_examples_and_the_waiver_of_2020_is_off():
    load_rules()
    assert InvoiceRule.objects.exists()
    assert not InvoiceRule.objects.filter(is_example=False).exists()
    waiver = InterestWaiver.objects.get()
    assert (waiver.is_on, waiver.first) == (False, date(2020, 3, 20))
    assert RulesVersion.current().waivers == ()
    assert not InvoiceRule.objects.filter(kind="property_tax").exists(), "it has rules of its own in law"


def test_loading_again_leaves_what_staff_have_made(capsys):
    load_rules()
    InvoiceRule.objects.update(max_days=10)
    InvoiceRule.objects.filter(kind="fees").delete()
    call_command("load_rules", "asker")
    assert set(InvoiceRule.objects.values_list("max_days", flat=True)) == {10}
    assert not InvoiceRule.objects.filter(kind="fees").exists()


def test_a_municipality_without_a_set_has_no_rules(capsys):
    call_command("load_rules", "harstad")
    assert RulesVersion.current().rules == ()


def test_a_rule_is_made_in_kroner_and_counts_at_once(desk):
    assert desk.post(RULES, rule(smallest_part="1 250,50")).status_code == 302
    assert InvoiceRule.objects.get().smallest_part == 125050
    version = RulesVersion.objects.first()
    assert (version.by, version.book.rules[0].smallest_part) == ("faktura", 125050)
    page = text(desk.get(reverse("admin:invoices_invoicerule_change", args=[InvoiceRule.objects.get().pk])))
    assert 'value="1 250,50"' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first": "2030-06-01"}, "En annen rad gjelder fra 1. januar 2030 til 31. desember 2030."),
        ({"first": "2029-01-01", "last": "2030-01-01"}, "To kan ikke gjelde samme dag."),
        ({"first": "2031-02-01", "last": "2031-01-31"}, "Sluttdatoen er før startdatoen."),
        ({"first": "2031-01-01", "max_parts": "0"}, "større"),
        ({"first": "2031-01-01", "max_parts": "99"}, "mindre"),
        ({"first": "2031-01-01", "smallest_part": "0"}, "Beløpet må være mer enn null"),
        ({"first": "2031-01-01", "largest_amount": "1.234"}, "Skriv beløpet med kroner og øre"),
        ({"first": "2031-01-01", "source": ""}, "Fyll ut «Kilde»"),
    ],
)
def test_two_rules_about_one_day_and_nonsense_are_refused_with_a_sentence(desk, changes, sentence):
    desk.post(RULES, rule(last="2030-12-31"))
    page = desk.post(RULES, rule(**changes))
    assert page.status_code == 200
    assert sentence.lower() in text(page).lower()
    assert InvoiceRule.objects.count() == 1


def test_one_rule_follows_another_and_kinds_do_not_meet(desk):
    desk.post(RULES, rule(last="2030-12-31"))
    assert desk.post(RULES, rule(first="2031-01-01")).status_code == 302
    assert desk.post(RULES, rule(kind="care")).status_code == 302
    open_ended = text(desk.post(RULES, rule(first="2035-01-01")))
    assert "inntil videre. Gi den en sluttdato først." in open_ended


def test_waivers_and_rates_may_not_overlap_either(desk):
    waiver = {"kind": "", "first": "2030-01-01", "last": "", "source": "vedtak", "is_on": "on"}
    rate = {"first": "2030-01-01", "last": "", "source": "Lovdata", "hundredths": "12,5"}
    for model, row in ((InterestWaiver, waiver), (LateInterestRate, rate)):
        address = reverse(f"admin:invoices_{model._meta.model_name}_add")
        assert desk.post(address, row).status_code == 302
        assert desk.post(address, row | {"first": "2031-01-01"}).status_code == 200
        assert model.objects.count() == 1
    assert LateInterestRate.objects.get().hundredths == 1250
    assert len(RulesVersion.current().waivers) == len(RulesVersion.current().rates) == 1


def test_a_changed_and_a_deleted_rule_are_new_versions_and_old_answers_keep_theirs(desk):
    load_rules()
    granted = received()
    version = granted.latest.rules
    row = InvoiceRule.objects.get(kind="kindergarten")
    desk.post(reverse("admin:invoices_invoicerule_delete", args=[row.pk]), {"post": "yes"})
    assert RulesVersion.current().rule("kindergarten", date(2026, 6, 1)) is None
    assert received("later").status == InvoiceRequest.Status.WAITING
    again = InvoiceRequest.objects.get(pk=granted.pk).latest
    assert again.rules == version
    assert again.replayed() == again.answer


def test_saving_without_a_change_makes_no_version():
    load_rules()
    RulesVersion.publish()
    assert RulesVersion.objects.count() == 1


def test_versions_are_read_and_never_edited(desk):
    load_rules()
    address = reverse("admin:invoices_rulesversion_change", args=[RulesVersion.objects.get().pk])
    assert desk.get(address).status_code == 200
    assert desk.post(address).status_code == 403


@pytest.mark.parametrize("group", ["Innbyggerservice", "Kommunikasjon", "Barnevern"])
def test_others_do_not_edit_the_rules(group):
    assert clerk("other", group).get(RULES).status_code == 403


def test_every_stored_answer_of_the_rules_is_given_again():
    load_rules()
    for parts in range(2, 12):
        received(
            f"{parts}", content=content(wish={"wish": "split", "parts": parts, "until": None, "why": ""})
        )
    for request in InvoiceRequest.objects.all():
        assert request.latest.replayed() == request.latest.answer


@pytest.mark.parametrize(
    ("first", "last", "meet"),
    [
        (date(2026, 5, 1), date(2026, 5, 9), False),
        (date(2026, 5, 1), date(2026, 5, 10), True),
        (date(2026, 5, 20), None, True),
        (date(2026, 5, 21), None, False),
        (date(2026, 5, 12), date(2026, 5, 13), True),
        (date(2026, 1, 1), None, True),
    ],
)
def test_two_rules_overlap_when_both_hold_on_some_day(first, last, meet):
    may = SimpleNamespace(first=date(2026, 5, 10), last=date(2026, 5, 20))
    other = SimpleNamespace(first=first, last=last)
    assert rulebook.overlap(may, other) is meet
    assert rulebook.overlap(other, may) is meet
