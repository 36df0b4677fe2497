"""The addresses of jobs, of recruitment's desk and of the pool: see tests/portal/test_matrix.py."""

from services.models import CARE_SERVICES, RECRUITMENT
from tests.portal.answers import CLOSED, REDIRECT, WHY, Answers, Door, citizens, desk, listed, read_only
from tests.portal.cast import OTHER_CITIZEN

MEMBERS = (RECRUITMENT,)
NOT_THEIRS = {OTHER_CITIZEN: 404}
TEXT = {"text": "Hei."}


def of_case(code: int) -> Answers:
    return desk(code, MEMBERS, others=404)


def verb(get: int, post: int, data: dict) -> dict:
    return {"get": of_case(get), "post": of_case(post), "data": {"version": 0} | data}


CASE, POOL = "admin:services_carerapplication", "admin:services_poolentry"
VERBS = {
    "take": verb(405, 302, {}),
    "assign": verb(200, 400, {}),
    "bar": verb(200, 400, {}),
    "lift": verb(200, 409, {}),
    "recuse": verb(200, 400, {}),
    "check": verb(WHY, 302, {}),
    "note": verb(WHY, 302, TEXT),
    "refer": verb(WHY, 302, TEXT | {"to_area": "care", "ground": "consent"}),
    "message": verb(WHY, 302, TEXT),
    "invite": verb(WHY, 302, TEXT),
    "reject": verb(WHY, 302, {"reason": "Nei."}),
    # Not at this point of the case: refused, with what was written kept.
    **{
        name: verb(WHY, 409, {})
        for name in ("approve", "certificate", "contract", "available", "pause", "end")
    },
}
ROWS = {
    "services:jobs": read_only(),
    "services:begin_job": Door(citizens(200), citizens(302, outside=403)),
    "services:job_draft": Door(citizens(302) | NOT_THEIRS, citizens(302, outside=403) | NOT_THEIRS),
    "services:job_step": Door(citizens(200) | NOT_THEIRS, citizens(400, outside=403) | NOT_THEIRS),
    "services:my_job": Door(citizens(200) | NOT_THEIRS, citizens(400, outside=403) | NOT_THEIRS),
    f"{CASE}_changelist": listed(MEMBERS),
    f"{CASE}_search": Door(desk(302, MEMBERS), desk(200, MEMBERS)),
    f"{CASE}_change": Door(of_case(200), of_case(200)),
    f"{CASE}_history": Door(of_case(302), of_case(302)),
    f"{CASE}_add": CLOSED,
    f"{CASE}_delete": CLOSED,
    f"{CASE}_open": Door(desk(405), of_case(302), {"purpose": "control"}),
    f"{CASE}_file": Door(of_case(302), of_case(302)),
    f"{CASE}_verb": Door(of_case(403), of_case(403), gaps={"verb": "delete"}),
    "admin/services/carerapplication/<path:object_id>/": REDIRECT,
    f"{POOL}_changelist": listed((CARE_SERVICES,)),
    f"{POOL}_change": Door(desk(200, (CARE_SERVICES,)), desk(403)),
    f"{POOL}_history": Door(desk(200, (CARE_SERVICES,)), desk(200, (CARE_SERVICES,))),
    f"{POOL}_add": CLOSED,
    f"{POOL}_delete": CLOSED,
    "admin/services/poolentry/<path:object_id>/": REDIRECT,
}
ROWS |= {f"{CASE}_verb {name}": Door(gaps={"verb": name}, **row) for name, row in VERBS.items()}
