"""Invented applications for the demo, in several states. Every name is made up."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Citizen, User
from casework.messages import post_from_citizen
from services import decisions
from services.models import CareApplication


def asks(name: str, services: list[str], when: str, what: str) -> dict[str, Any]:
    need = {"times": [when], f"{when}_what": what}
    answers = {"who": {"who": "own_child"}, "child": {"child_name": name}, "need": need}
    return answers | {"services": services}


NEW = asks(
    "Ola Granskog",
    ["individual_respite", "support_contact"],
    when="night",
    what="Våken tre ganger hver natt.",
)
ASKED = asks("Solveig Ekeberget", ["bpa"], when="morning", what="Trenger hjelp til alt om morgenen.")
DECIDED = asks("Iver Solbakk", ["support_contact"], when="day", what="Er alene etter skolen.")
LATE = asks(
    "Mathilde Bergheim", ["carers_allowance"], when="night", what="Far sover på gulvet ved sengen hennes."
)


def receive_all() -> None:
    """Receive each application and bring it to where it is. Nothing comes twice."""
    by = colleague()
    _received("new", NEW, "Kari Granskog")
    late = _received("late", LATE, "Nils Bergheim")
    CareApplication.objects.filter(pk=late.pk).update(received_at=timezone.now() - timedelta(days=27))
    _ask_and_be_answered(_received("asked", ASKED, "Anne Ekeberget"), by)
    _decide(_received("decided", DECIDED, "Per Solbakk"), by)


def colleague() -> User:
    """Who did what is done in the demo's applications. Nobody signs in as this one."""
    names = {"first_name": "Tordis", "last_name": "Hegrestad", "is_active": False}
    return User.objects.get_or_create(username="velferdsforvaltning", defaults=names)[0]


def _received(key: str, content: dict[str, Any], name: str) -> CareApplication:
    citizen, made = User.objects.get_or_create(
        username=f"demo-{key}", defaults={"is_active": False, "kind": User.Kind.CITIZEN}
    )
    if made:
        Citizen.objects.create(user=citizen, pid="", name=name)
    contact = {"email": f"{key}@demo.invalid"}
    return CareApplication.receive(content, f"demo application {key}", citizen=citizen, contact=contact)


def _ask_and_be_answered(case: CareApplication, by: User) -> None:
    if case.status == CareApplication.Status.RECEIVED:
        case.mark_opened(by=by)
        decisions.ask_for_more(case, by=by, text="Hvor mange timer trenger hun hjelp hver dag?")
        said = "Fem timer, og mer i helgene."
        post_from_citizen(case, said, by=case.citizen, submission_key="demo")


def _decide(case: CareApplication, by: User) -> None:
    if case.status != CareApplication.Status.RECEIVED:
        return
    case.mark_opened(by=by)
    decisions.write(
        case,
        by=by,
        key="support_contact",
        outcome="granted",
        what="Støttekontakt",
        amount="4",
        unit="hours_a_week",
        starts=timezone.localdate().isoformat(),
        reasons="Iver trenger noen å være sammen med etter skolen.",
    )
    decisions.send(case, by=by)
