"""The demo's three hundred cases: over all areas and states, once, by the areas' own rules, and quickly."""

import io
import time

import pytest
from django.core.management import call_command

from asker_portal import demo_many, demo_referrals
from casework.events import Event
from casework.referrals import Referral
from concerns.models import ConcernReport
from invoices.models import InvoiceRequest
from services.models import CareApplication, CarerApplication
from volunteers.models import HelpRequest

pytestmark = [pytest.mark.django_db, pytest.mark.once]

AREAS = {"reports": ConcernReport, "applications": CareApplication, "invoices": InvoiceRequest}
AREAS |= {"carers": CarerApplication, "requests": HelpRequest}
QUICK_SECONDS = 20  # a tenth of it on a quiet machine


def test_the_demo_has_three_hundred_cases_in_many_states_and_never_twice():
    for load in ("load_content", "load_services", "load_rules", "load_volunteering"):
        call_command(load, "asker", stdout=io.StringIO())
    began = time.monotonic()
    demo_many.receive_all()
    assert time.monotonic() - began < QUICK_SECONDS
    demo_many.receive_all()
    counted = {name: model.objects.count() for name, model in AREAS.items()}
    assert counted == demo_many.NUMBERS
    assert sum(counted.values()) == 300
    states = {name: set(model.objects.values_list("status", flat=True)) for name, model in AREAS.items()}
    assert states["reports"] == {"received", "in_review", "investigating", "closed"}
    assert len(states["applications"]) >= 6
    assert {"waiting", "withdrawn"} <= states["invoices"]
    assert len(states["carers"]) == 4
    assert len(states["requests"]) == 3
    assert {*CareApplication.objects.filter(unread=True).values_list("status", flat=True)} == {"received"}
    moved = Event.objects.exclude(name="received").values("case_id").distinct().count()
    assert moved > 150  # states were reached by verbs, each with its event
    for _start in range(2):
        demo_referrals.send_all()
    assert set(Referral.objects.values_list("state", flat=True)) == set(Referral.State)
    assert Referral.objects.count() == 5
