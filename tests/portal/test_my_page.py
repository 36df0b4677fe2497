"""My page: every kind of case a person has with the portal, in as many queries as for one of each."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from casework.drafts import KEPT, Draft
from concerns import dialogue
from concerns.models import CitizenReport, ConcernReport, ReportMessage
from services import carers
from services.journeys import KIND
from services.models import CarerApplication
from tests.accounts.sign_in import citizen, signed_in_citizen
from tests.concerns.reports import ANSWERS
from tests.invoices import asking
from tests.queries import asked
from tests.services.applications import an_application
from tests.volunteers.people import volunteer

pytestmark = pytest.mark.django_db


def a_report(user, number: int) -> ConcernReport:
    code = ConcernReport.receive(ANSWERS, f"key {number}")
    CitizenReport.objects.create(user=user, code=code, received_on=timezone.localdate())
    return ConcernReport.behind(code)


def test_twenty_cases_of_all_kinds_are_listed_within_the_budget():
    user = citizen()
    asking.load_rules()
    for number in range(5):
        a_report(user, number)
        an_application(user, key=str(number))
        CarerApplication.receive({"about": {"name": "N"}}, str(number), citizen=user)
        asking.received(str(number), citizen=user)
    volunteer(citizen=user)
    for kind in (KIND, KIND, carers.KIND):
        Draft.objects.create(user=user, kind=kind)
    client = signed_in_citizen(user)
    page = client.get(reverse("my_page")).text
    assert asked(client, reverse("my_page")) <= 15
    said = ("Mottatt ", "Søknad om hjelp, mottatt", "Søknad om arbeid, mottatt", "Sendt ")
    assert [page.count(f"<strong>{words}") for words in said] == [5, 5, 5, 5]
    assert "Tilbud om å hjelpe" in page
    assert page.count("Fortsett<") == 3
    assert date_format(timezone.localdate() + KEPT, "DATE_FORMAT") in page


def test_news_of_several_reports_is_told_of_the_right_one():
    user = citizen()
    answered, silent = a_report(user, 1), a_report(user, 2)
    for number, author in enumerate(("desk", "reporter", "desk"), start=1):
        ReportMessage.objects.create(
            report=answered,
            author=author,
            number=number,
            at=timezone.now(),
            submission_digest=number,
            text="x",
        )
    mine = CitizenReport.objects.order_by("pk")
    news = {ConcernReport.behind(one.code).pk: has for one, has in dialogue.with_news(mine)}
    assert news == {answered.pk: True, silent.pk: False}
