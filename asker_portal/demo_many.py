"""Three hundred invented cases over the areas and their states, the same each time."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Citizen, User
from asker_portal import demo_applications, demo_invoices
from casework.cases import Case
from concerns import decisions as concern_decisions
from concerns.models import ConcernReport
from concerns.receipts import digest
from invoices.models import InvoiceRequest
from services import decisions
from services.models import CareApplication, CarerApplication
from volunteers import deciding
from volunteers.models import Area, HelpRequest, TaskType
from volunteers.times import ANY_TIME

FIRST = """
    Ada Birk Cato Dina Eira Falk Gry Hauk Idun Jarl Kaia Leif Mie Njål Oda Pål Runa Sivert Tiril Una
""".split()  # noqa: SIM905 - read as a list of names
LAST = """
    Bjerkeslette Dalsnuten Fjordbakke Granskog Haugli Lyngmo Myrvang Solbakk Tindevoll Viklund
""".split()  # noqa: SIM905
WORRIES = [
    "Barnet kommer ofte uten mat og klær som passer været.",
    "Det har vært sent åpent og høye stemmer flere kvelder denne uka.",
    "Barnet sier at ingen er hjemme når skolen er ferdig.",
]
NEEDS = [
    "Trenger hjelp til måltider og påkledning.",
    "Er våken om natten.",
    "Trenger noen å være sammen med.",
]
SERVICES = ["individual_respite", "support_contact", "bpa", "carers_allowance"]
TASKS_TEXT = ["Handle mat en gang i uka.", "Følge til legen.", "En tur ut i helgen."]
NUMBERS = {"reports": 80, "applications": 100, "invoices": 50, "carers": 30, "requests": 40}


def receive_all() -> None:
    """Receive all three hundred in one transaction, the first time: all are there, or none."""
    if CarerApplication.objects.exists():
        return
    by, of_reports = demo_applications.colleague(), _of_child_welfare()
    with transaction.atomic():
        citizen = _citizen()
        for number in range(NUMBERS["reports"]):
            _report(number, of_reports)
        for number in range(NUMBERS["applications"]):
            _application(number, by, citizen)
        for number in range(NUMBERS["invoices"]):
            _invoice(number)
        for number in range(NUMBERS["carers"]):
            _carer(number, by, citizen)
        for number in range(NUMBERS["requests"]):
            _request(number, by)


def name_of(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"


def _of_child_welfare() -> User:
    names = {"first_name": "Ragnhild", "last_name": "Holteberg", "is_active": False}
    return User.objects.get_or_create(username="barnevern", defaults=names)[0]


def _citizen() -> User:
    user = User.objects.create(username="demo-many", is_active=False, kind=User.Kind.CITIZEN)
    Citizen.objects.create(user=user, pid="", name=name_of(7))
    return user


def _aged(case: Case, days: int) -> None:
    """Let the case have come in some days ago."""
    came = timezone.now() - timedelta(days=days)
    type(case)._base_manager.filter(pk=case.pk).update(received_at=came)
    case.received_at = came


def _walk(case: Any, number: int, by: User, *ways: Callable[[Any], Any] | None) -> None:
    """Read the case and bring it one of these ways, in turn; None leaves it as it came."""
    if way := ways[number % len(ways)]:
        case.mark_opened(by=by)
        way(case)


def _report(number: int, by: User) -> None:
    child = {
        "child_name": name_of(number),
        "age": f"{3 + number % 13} år",
        "address_known": "no",
        "more": False,
    }
    worry = {"text": WORRIES[number % len(WORRIES)], "acute": False}
    reporter = {"identity": "anonymous", "name": "", "phone": ""}
    content = {"who": {"who": "private"}, "child-1": child, "worry": worry, "reporter": reporter}
    code = ConcernReport.receive(content, f"demo many {number}")
    report = ConcernReport.objects.get(receipt_digest=digest(code))
    _aged(report, number % 6)

    def reviewed(case: Any, outcome: str, **why: str) -> None:
        case.start_review(by=by)
        concern_decisions.decide(case, by=by, outcome=outcome, **why)

    def concluded(case: Any) -> None:
        reviewed(case, "investigation")
        concern_decisions.conclude(case, by=by, conclusion="measures")

    _walk(
        report,
        number,
        by,
        None,
        lambda case: case.start_review(by=by),
        lambda case: reviewed(case, "investigation"),
        lambda case: reviewed(case, "dismissed", reason="Familien får hjelp fra helsestasjonen."),
        concluded,
    )


def _application(number: int, by: User, citizen: User) -> None:
    need = NEEDS[number % len(NEEDS)]
    content = demo_applications.asks(name_of(number), [SERVICES[number % len(SERVICES)]], "day", need)
    contact = {"email": f"{number}@demo.invalid"}
    case = CareApplication.receive(content, f"demo many {number}", citizen=citizen, contact=contact)
    _aged(case, number % 45)
    on, text = timezone.localdate() + timedelta(days=7), "Vi trenger å vite litt mer."
    _walk(
        case,
        number,
        by,
        None,
        lambda one: one.assign(by, by=by),
        lambda one: decisions.start_mapping(one, by=by, on=on, text="Vi kommer hjem til dere."),
        lambda one: decisions.ask_for_more(one, by=by, text=text),
        lambda one: decisions.assess(one, by=by),
        lambda one: decisions.withdraw(one, by=by, text="Trukket på telefon."),
        lambda one: decisions.close(one, by=by, text="Familien har flyttet."),
    )


def _invoice(number: int) -> None:
    kind = ("kindergarten", "fees", "property_tax", "after_school", "care")[number % 5]
    invoice = demo_invoices.an_invoice(f"78{number:04}", kind, 500 + 37 * number, 2 + number % 25)
    wish = {"parts": 3} if number % 2 else {"days": 30}
    request = InvoiceRequest.ask(demo_invoices.asked(name_of(number), invoice, **wish), f"demo many {number}")
    if number % 5 == 4 and request.status == InvoiceRequest.Status.WAITING:
        request.withdraw(by=None)


def _carer(number: int, by: User, citizen: User) -> None:
    about = {"name": name_of(number), "areas": ["asker"]}
    case = CarerApplication.receive({"about": about}, f"demo many {number}", citizen=citizen)
    _aged(case, number % 30)
    steps = [("interview", "interview"), ("approved", "approved"), ("rejected", "rejected")]
    if number % (len(steps) + 1):
        case.mark_opened(by=by)
    for status, event in steps[: number % (len(steps) + 1)]:
        case.move_to(status, by=by, event=event)


def _request(number: int, by: User) -> None:
    content = {"name": name_of(number), "phone": f"400 30 {number:03}", "address": f"Lysløypa {number + 1}"}
    content |= {"notice": "call", "email": "", "text": TASKS_TEXT[number % len(TASKS_TEXT)]}
    where = {"task": TaskType.objects.first(), "area": Area.objects.first()}
    when = {"urgency": 1 + number % 3, "slots": ANY_TIME}
    case = HelpRequest.receive(content, f"demo many {number}", **where, **when)
    _aged(case, number % 10)
    _walk(
        case,
        number,
        by,
        None,
        lambda one: deciding.accept(one, by=by),
        lambda one: deciding.cancel(one, by=by),
    )
