"""Every address of this area for everybody: see tests/portal/test_matrix.py."""

from invoices.models import INVOICING
from tests.portal.answers import (
    CLOSED,
    REDIRECT,
    WHY,
    Answers,
    Door,
    citizens,
    desk,
    everybody,
    listed,
    read_only,
)
from tests.portal.cast import OTHER_CITIZEN, SUPERUSER

MEMBERS, ENTERS = (INVOICING,), (INVOICING, "Innbyggerservice")
EDITORS = (INVOICING, SUPERUSER)
NOT_THEIRS = {OTHER_CITIZEN: 404}


def of_request(code: int) -> Answers:
    """A page of the request: not there for whoever is outside, also not for a superuser."""
    return desk(code, MEMBERS, others=404)


def verb(get: int, post: int, data: dict) -> dict:
    return {"get": of_request(get), "post": of_request(post), "data": {"version": 0} | data}


CITIZENS_OWN = {
    "invoices:start": read_only(),
    "invoices:form": Door(everybody(200), everybody(200)),
    "invoices:letter": Door(everybody(405), everybody(400)),  # without a receipt's token
    "invoices:signed_in_form": Door(citizens(200), citizens(200, outside=403)),
    "invoices:mine": Door(citizens(200) | NOT_THEIRS, citizens(400, outside=403) | NOT_THEIRS),
    "invoices:my_letter": Door(citizens(200) | NOT_THEIRS, everybody(405)),
}
REQUEST = "admin:invoices_invoicerequest"
DESK = {
    "admin:invoice_entry": listed(ENTERS),
    f"{REQUEST}_changelist": listed(MEMBERS),
    f"{REQUEST}_search": Door(desk(302, MEMBERS), desk(200, MEMBERS)),
    f"{REQUEST}_allowed": listed(MEMBERS, post=desk(302, MEMBERS)),
    f"{REQUEST}_statistics": listed(MEMBERS),
    f"{REQUEST}_change": Door(of_request(200), of_request(200)),
    f"{REQUEST}_history": Door(of_request(302), of_request(302)),
    f"{REQUEST}_add": CLOSED,
    f"{REQUEST}_delete": CLOSED,
    f"{REQUEST}_open": Door(desk(405), of_request(302), {"purpose": "control"}),
    f"{REQUEST}_open without a purpose": Door(desk(405), of_request(400)),
    # Unopened, the way to a file or a letter leads to the question why.
    f"{REQUEST}_file": Door(of_request(302), of_request(302)),
    f"{REQUEST}_letter": Door(desk(405), of_request(302)),
    f"{REQUEST}_verb": Door(of_request(403), of_request(403), gaps={"verb": "delete"}),
}
VERBS = {
    "take": verb(405, 302, {}),
    "assign": verb(200, 400, {}),
    "bar": verb(200, 400, {}),
    "lift": verb(200, 409, {}),
    "recuse": verb(200, 302, {}),
    "check": verb(WHY, 302, {}),
    "note": verb(WHY, 302, {"text": "Ringte."}),
    "grant": verb(WHY, 302, {"terms": "asked"}),
    "refuse": verb(WHY, 302, {"reason": "not_found"}),
    # Not at this point of the case: refused, with what was written kept.
    "revoke": verb(WHY, 409, {"reason": "not_found"}),
    "reopen": verb(WHY, 409, {}),
    "withdraw": verb(WHY, 302, {}),
    "refer": verb(WHY, 302, {"text": "Hei.", "to_area": "care", "ground": "consent"}),
    "message": verb(WHY, 302, {"text": "Hei."}),
}
DESK |= {f"{REQUEST}_verb {name}": Door(gaps={"verb": name}, **row) for name, row in VERBS.items()}
RULES = {
    **{
        f"admin:invoices_{model}_{page}": listed(EDITORS)
        for model in ("invoicerule", "interestwaiver", "lateinterestrate")
        for page in ("changelist", "add", "change", "delete", "history")
    },
    "admin:invoices_rulesversion_changelist": listed(EDITORS),
    "admin:invoices_rulesversion_change": listed(EDITORS, post=desk(403)),
    "admin:invoices_rulesversion_history": listed(EDITORS),
    "admin:invoices_rulesversion_add": CLOSED,
    "admin:invoices_rulesversion_delete": CLOSED,
    **dict.fromkeys(
        (
            f"admin/invoices/{model}/<path:object_id>/"
            for model in (
                "invoicerequest",
                "invoicerule",
                "interestwaiver",
                "lateinterestrate",
                "rulesversion",
            )
        ),
        REDIRECT,
    ),
}
ROWS = {**CITIZENS_OWN, **DESK, **RULES}
