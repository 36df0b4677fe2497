"""Care services' desk as a browser uses it, and what a decision is made of."""

from django.contrib.auth import get_user_model
from django.urls import reverse

from tests.accounts.sign_in import signed_in

LIST = reverse("admin:services_careapplication_changelist")
SEARCH = reverse("admin:services_careapplication_search")
GRANTED = {
    "outcome": "granted",
    "what": "Avlastning hjemme",
    "amount": "7.5",
    "unit": "hours_a_week",
    "starts": "2026-12-01",
    "ends": "2027-11-30",
    "reasons": "Familien er våken om natten.",
}
REJECTED = {"outcome": "rejected", "reasons": "Barnet har nok fritid sammen med andre."}


class Desk:
    """A caseworker's browser at one case."""

    def __init__(self, client, case):
        self.client, self.case = client, case

    def do(self, verb, **posted):
        self.case.refresh_from_db()
        address = reverse("admin:services_careapplication_verb", args=[self.case.pk, verb])
        response = self.client.post(address, {"version": self.case.version, **posted})
        self.case.refresh_from_db()
        return response

    def did(self, verb, **posted):
        response = self.do(verb, **posted)
        assert response.status_code == 302, response.text
        assert "login" not in response.url
        return response

    def again(self):
        """Signed in anew, when the first session has run out."""
        signed_in(get_user_model().objects.get(username="worker"), self.client)
        return self

    def page(self):
        address = reverse("admin:services_careapplication_open", args=[self.case.pk])
        return self.client.post(address, {"purpose": "caseworker"}, follow=True)

    def decided(self):
        self.did("decide", key="individual_respite", **GRANTED)
        self.did("decide", key="support_contact", **REJECTED)
        self.did("send-decision")
        return self.case.decisions.get()


def browser(citizen):
    client = signed_in(citizen)
    session = client.session
    session["citizen_level"] = "high"
    session.save()
    return client


def decision_page(case):
    return reverse("services:my_decision", args=[case.pk])
