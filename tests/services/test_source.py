"""Document 001 as a table: every service, fact and number of it, and where the portal shows it."""

import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command

from casework.numbers import grouped, validate_number
from services import content_sets
from services.models import AgeRule, CareContact, LawReference, Provider, ServiceType

TODAY = date(2026, 11, 23)
SOURCE = Path(__file__).parents[3] / "shared" / "sources"

# key, address, recipient, lowest and highest age, the paragraphs of duty and right that count today
SERVICES = [
    row.split(" | ")
    for row in """
individual_respite | individuell-avlastning | carer | - | 17 | § 3-6 nr. 2, § 2-8, § 2-1 a
residential_respite | avlastning-pa-institusjon | carer | - | 17 | § 3-6 nr. 2, § 2-8, § 2-1 a
support_contact | stottekontakt | child | - | 17 | § 3-2 første ledd nr. 6 b, § 2-1 a
bpa | bpa | child | - | 66 | § 3-8, § 2-1 d
carers_allowance | omsorgsstonad | carer | - | 17 | § 3-6 nr. 3, § 2-8
individual_plan | individuell-plan | child | - | 17 | § 7-1, § 7-2, § 7-2 a, § 2-5, § 2-5 b, § 2-5 c
after_school | etter-skole-tilbud | carer | 15 | - | § 3-6 nr. 2, § 3-2 første ledd nr. 6 b, § 2-8
childrens_residence | barnebolig | child | - | 17 | § 3-2 første ledd nr. 6 c, § 2-1 a
""".strip().splitlines()
]
# digits, role, the services it is the first to be shown on ("*" for all of them)
NUMBERS = [
    row.split(" | ")
    for row in """
90658472 | Avdelingsleder, Bråsetveien barnebolig | childrens_residence
93009373 | Avdelingsleder, Bråsetveien barnebolig | childrens_residence
90924524 | Rådgiver | *
90687941 | Saksbehandler | *
66909781 | Velferdsforvaltningen | individual_plan
""".strip().splitlines()
]
# service, what its page says in each language
FACTS = [
    row.split(" | ")
    for row in """
individual_respite | noen døgn i måneden | nokre døgn i månaden | some days a month
individual_respite | noen timer i uka | nokre timar i veka | some hours a week
individual_respite | søsken | sysken | siblings
residential_respite | søsken | sysken | siblings
residential_respite | Vi vet ikke hvilke steder det er | Vi veit ikkje kva stader det er | which places
support_contact | Individuell støttekontakt | Individuell støttekontakt | Individual support contact
support_contact | Tilrettelagt gruppe | Tilrettelagd gruppe | Adapted group
support_contact | Fritid med bistand | Fritid med bistand | Fritid med bistand
bpa | forelder eller foresatt | forelder eller føresett | parent or guardian
bpa | følger opp kvaliteten | følgjer opp kvaliteten | follows up the quality
bpa | 4 private leverandører | 4 private leverandørar | 4 private providers
bpa | Navnene er ikke oppgitt | Namna er ikkje oppgitte | names are not given
bpa | 1. mars 2021 | 1. mars 2021 | 1 March 2021
bpa | Kommunens egen tjeneste | Eiga teneste i kommunen | own service
carers_allowance | omsorgslønn | omsorgsløn | omsorgslønn
carers_allowance | hver måned | kvar månad | every month
individual_plan | én kontaktperson | éin kontaktperson | one contact person
individual_plan | barnekoordinator | barnekoordinator | child coordinator
after_school | videregående | vidaregåande | upper-secondary
after_school | Bondi | Bondi | Bondi
after_school | Skoletransporten | Skuletransporten | School transport
after_school | 17.00 | 17.00 | 17:00
after_school | åpent i ferier | ope i feriar | open in school holidays
after_school | planleggingsdager | planleggingsdagar | planning days
after_school | stengt i juli | stengt i juli | closed in July
childrens_residence | foreldreansvaret | foreldreansvaret | parental responsibility
childrens_residence | Bråsetveien | Bråsetveien | Bråsetveien
""".strip().splitlines()
]
PREFIX = {"nb": "", "nn": "/nn", "en": "/en"}

pytestmark = pytest.mark.usefixtures("asker")


def page_of(client, service: ServiceType, language: str = "nb") -> str:
    response = client.get(f"{PREFIX[language]}/tjenester/{service.slug}/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_eight_services_and_no_others():
    assert [row[0] for row in SERVICES] == list(ServiceType.objects.values_list("key", flat=True))
    assert {row[0] for row in SERVICES} == set(ServiceType.Key.values)


@pytest.mark.parametrize(("key", "slug", "recipient", "lowest", "highest", "paragraphs"), SERVICES)
def test_service_has_its_rules(key, slug, recipient, lowest, highest, paragraphs):
    service = ServiceType.objects.get(key=key)
    assert (service.slug, service.recipient) == (slug, recipient)
    (rule,) = service.age_rules.all()
    bounds = ("-" if bound is None else str(bound) for bound in (rule.lowest, rule.highest))
    assert tuple(bounds) == (lowest, highest)
    in_force = [row.paragraph for row in service.law_on(TODAY) if row.kind != LawReference.Kind.APPEAL]
    assert ", ".join(in_force) == paragraphs
    assert (service.appeal_weeks(TODAY), service.appeal(TODAY).paragraph) == (4, "§ 7-5")


def test_until_2017_respite_stood_elsewhere_in_the_law():
    service = ServiceType.objects.get(key="individual_respite")
    assert "§ 3-2 nr. 6 d" in [row.paragraph for row in service.law_on(date(2017, 9, 30))]
    assert "§ 3-2 nr. 6 d" not in [row.paragraph for row in service.law_on(date(2017, 10, 1))]


def test_what_is_checked_says_where():
    for model in (LawReference, AgeRule, Provider):
        assert not model.objects.filter(verified=True, source="").exists()


@pytest.mark.parametrize(("key", "nb", "nn", "en"), FACTS)
def test_fact_stands_on_the_page_in_every_language(client, key, nb, nn, en):
    service = ServiceType.objects.get(key=key)
    for language, fact in {"nb": nb, "nn": nn, "en": en}.items():
        assert fact in page_of(client, service, language), language


@pytest.mark.parametrize(("digits", "role", "where"), NUMBERS)
def test_number_is_shown_by_role_where_it_belongs(client, digits, role, where):
    validate_number(digits)
    assert CareContact.objects.get(digits=digits).role_nb == role
    for service in ServiceType.objects.all():
        html = page_of(client, service)
        shown = f'href="tel:{digits}"' in html and grouped(digits) in html and role in html
        assert shown is (where in ("*", service.key)), service.key


def test_the_list_has_every_number_of_the_document():
    """The document lies beside the project where it is made; elsewhere there is nothing to compare."""
    assert {row[0] for row in NUMBERS} == set(CareContact.objects.values_list("digits", flat=True))
    for file in SOURCE.glob("001_*.txt"):
        found = re.findall(r"(?<![\d/])(?:\d\s?){8}(?!\d)", file.read_text())
        assert {re.sub(r"\s", "", each) for each in found} == {row[0] for row in NUMBERS}


def test_the_four_private_providers_have_no_names_and_one_first_day():
    private = Provider.objects.filter(kind="private")
    assert [(row.name, row.valid_from, row.valid_to) for row in private] == [("", date(2021, 3, 1), None)] * 4
    municipal = Provider.objects.get(kind="municipal")
    assert municipal.valid_from is None
    assert private.in_force(date(2021, 2, 28)).count() == 0


def test_a_price_or_waiting_time_that_nobody_gave_is_not_made_up(client):
    for service in ServiceType.objects.all():
        html = page_of(client, service)
        assert service.waiting_nb == ""
        assert "Ventetiden er ikke oppgitt. Ring og spør" in html
        if not service.cost_nb:
            assert "Prisen er ikke oppgitt. Spør når du ringer." in html


def test_every_text_is_in_three_languages():
    for row in (*ServiceType.objects.all(), *CareContact.objects.all(), *AgeRule.objects.all()):
        for field in {name[:-3] for name in row.__dict__ if name.endswith("_nb")}:
            filled = {language for language in PREFIX if getattr(row, f"{field}_{language}")}
            assert filled in (set(), set(PREFIX)), (row, field)


def test_every_row_is_valid_as_staff_would_have_to_write_it():
    for model in (ServiceType, CareContact, Provider, LawReference, AgeRule):
        for row in model.objects.all():
            row.full_clean()


def test_loading_again_changes_nothing():
    def rows():
        return [
            list(model.objects.values_list("pk", flat=True)) for model in (ServiceType, CareContact, Provider)
        ]

    before = rows()
    call_command("load_services", "asker", stdout=io.StringIO())
    assert rows() == before


def test_loading_leaves_what_staff_wrote_and_says_so():
    ServiceType.objects.filter(key="bpa").update(summary_nb="Vår egen tekst", by_staff=True)
    CareContact.objects.filter(key="adviser").update(digits="66700000", by_staff=True)
    AgeRule.objects.all().delete()
    said = io.StringIO()
    call_command("load_services", "asker", stdout=said)
    assert ServiceType.objects.get(key="bpa").summary_nb == "Vår egen tekst"
    assert CareContact.objects.get(key="adviser").digits == "66700000"
    assert "Left as staff have them: adviser, bpa." in said.getvalue()
    assert AgeRule.objects.count() == 8  # the law's rules are no text of staff's


def test_a_municipality_without_services_has_an_empty_set():
    assert content_sets.read("harstad")["services"] == []
