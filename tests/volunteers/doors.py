"""Every address of volunteering for everybody: see tests/portal/test_matrix.py."""

from typing import Any

from django.utils import timezone

from tests.portal.cast import CITIZEN, OTHER_CITIZEN, SUPERUSER
from tests.volunteers.people import help_request, task, volunteer
from volunteers import links
from volunteers.admin import HelpRequestAdmin, VolunteerAdmin
from volunteers.models import COORDINATOR, Area, Ask, Block, Crisis

MEMBERS = (COORDINATOR,)
EDITORS = (COORDINATOR, SUPERUSER)
ENTERS = (COORDINATOR, "Innbyggerservice")
MODELS = ("area", "block", "crisis", "helprequest", "tasktype", "volunteer")
LOGGED = {"text": "Ringte og avtalte."}
WHY = 302  # unopened, to the question why

# By verb: what its page and its deed answer a coordinator, and what is posted.
COMMON = {
    "take": (405, 302, {}),
    "assign": (200, 400, {}),
    "bar": (200, 400, {}),
    "lift": (200, 409, {}),
    "recuse": (200, 400, {}),
    "check": (WHY, 302, {}),
    "note": (WHY, 302, LOGGED),
    "refer": (WHY, 302, LOGGED | {"to_area": "care", "ground": "consent"}),
    "follow-up": (405, 409, {}),
}
OF_VOLUNTEER = COMMON | {
    "approve": (WHY, 409, {}),
    "refuse": (WHY, 409, {"reason": "Nei."}),
    "certificate": (WHY, 409, {}),
    "block": (WHY, 302, {"reason": "Nei."}),
    "unblock": (WHY, 409, {}),
}
OF_REQUEST = COMMON | {
    "accept": (405, 409, {}),
    "ask": (WHY, 400, {}),
    "find-anew": (405, 409, {}),
    "problems-handled": (405, 409, {}),
    "protect": (WHY, 302, {}),
    "keep-apart": (WHY, 409, {"reason": "Nei."}),
    "block-number": (WHY, 409, {"reason": "Nei."}),
    "cancel": (WHY, 302, {}),
    "close": (WHY, 302, {}),
}


def rows(door: Any, everybody: Any, desk: Any, citizens: Any, read_only: Any, listed: Any) -> dict[str, Any]:
    """The area's rows, made with the matrix's own words."""
    nobody, own = desk(403), citizens(200) | {OTHER_CITIZEN: 404}
    public = {
        # First: the rows below tell of somebody who has offered already, and been asked.
        "volunteers:ask": door(everybody(200), everybody(200)),
        "volunteers:request": door(everybody(200), everybody(200)),
        "volunteers:start": read_only(),
        "volunteers:help": door(everybody(200), everybody(200)),
        "volunteers:offer": door(citizens(200) | {CITIZEN: 302}, citizens(302, outside=403)),
        "volunteers:mine": door(
            citizens(200) | {OTHER_CITIZEN: 302}, citizens(200, outside=403) | {OTHER_CITIZEN: 302}
        ),
        "volunteers:change": door(own, own | citizens(200, outside=403) | {OTHER_CITIZEN: 404}),
        "volunteers:my_ask": door(own, citizens(200, outside=403) | {OTHER_CITIZEN: 404}),
    }
    for name in ("volunteers:offer_draft", "volunteers:offer_step"):
        left = citizens(302) | {OTHER_CITIZEN: 404}
        public[name] = door(left, citizens(302, outside=403) | {OTHER_CITIZEN: 404})
    return public | _desk(door, everybody, desk, listed, nobody)


def _desk(door: Any, everybody: Any, desk: Any, listed: Any, nobody: Any) -> dict[str, Any]:
    redirected = door(everybody(302), everybody(302))
    pages = {
        "admin:enter_help_request": listed(ENTERS),
        "admin:enter_volunteer": listed(MEMBERS),
        "admin:volunteers_helprequest_board": door(desk(200, MEMBERS), desk(302, MEMBERS)),
        "admin:volunteers_crisis_step": door(desk(405, MEMBERS), desk(200, MEMBERS), gaps={"step": "export"}),
        "admin:volunteers_block_changelist": listed(MEMBERS),
        "admin:volunteers_block_change": listed(MEMBERS, post=nobody),
        "admin:volunteers_block_history": listed(MEMBERS),
        "admin:volunteers_block_delete": listed(MEMBERS),
        "admin:volunteers_block_add": door(nobody, nobody),
    }
    pages |= {f"admin/volunteers/{model}/<path:object_id>/": redirected for model in MODELS}
    for model in ("area", "tasktype", "crisis"):
        for page in ("changelist", "add", "change", "history"):
            pages[f"admin:volunteers_{model}_{page}"] = listed(EDITORS)
        pages[f"admin:volunteers_{model}_delete"] = door(nobody, nobody)
    return (
        pages
        | _cases("volunteer", OF_VOLUNTEER, door, desk, listed, nobody)
        | _cases("helprequest", OF_REQUEST, door, desk, listed, nobody)
    )


def _cases(model: str, verbs: dict, door: Any, desk: Any, listed: Any, nobody: Any) -> dict[str, Any]:
    def of_case(code: int) -> Any:
        return desk(code, MEMBERS, others=404)

    name = f"admin:volunteers_{model}"
    pages = {
        f"{name}_changelist": listed(MEMBERS),
        f"{name}_search": door(desk(302, MEMBERS), desk(200, MEMBERS)),
        f"{name}_change": door(of_case(200), of_case(200)),
        f"{name}_history": door(of_case(302), of_case(302)),
        f"{name}_add": door(nobody, nobody),
        f"{name}_delete": door(nobody, nobody),
        f"{name}_open": door(desk(405), of_case(302), {"purpose": "control"}),
        f"{name}_file": door(desk(404), desk(404)),  # these cases have no files
        f"{name}_verb": door(of_case(403), of_case(403), gaps={"verb": "delete"}),
    }
    for verb, (get, post, data) in verbs.items():
        pages[f"{name}_verb {verb}"] = door(
            of_case(get), of_case(post), {"version": 0} | data, {"verb": verb}
        )
    return pages


def made_volunteer(scene: Any) -> Any:
    return volunteer([task("ringe"), task()], citizen=scene.mine.user)


def made_request(scene: Any) -> Any:
    return help_request(status="asked")


def made_ask(scene: Any) -> Ask:
    asked = {"request": scene.row("volunteers.helprequest"), "volunteer": scene.row("volunteers.volunteer")}
    return Ask.objects.create(**asked, wave=1, by="koordinator")


MADE = {
    "volunteers.area": lambda scene: Area.objects.get_or_create(slug="her", name="Her")[0],
    "volunteers.tasktype": lambda scene: task(),
    "volunteers.crisis": lambda scene: Crisis.objects.create(name="Flom", opened_on=timezone.localdate()),
    "volunteers.block": lambda scene: Block.objects.create(contact_hash="a hash", reason="Nei.", by="k"),
    "volunteers.volunteer": made_volunteer,
    "volunteers.helprequest": made_request,
    "volunteers.ask": made_ask,
}


def filling(name: str, pattern: str, scene: Any) -> Any:
    """What fills a gap in one of the area's addresses; None where another area knows."""
    if "frivillig/" not in pattern:
        return None
    match name:
        case "token" if "sporsmal" in pattern:
            return links.token("ask", scene.row("volunteers.ask").pk)
        case "token":
            return links.token("request", scene.row("volunteers.helprequest").pk)
        case "pk" if "minside" in pattern:
            return scene.row("volunteers.ask").pk
        case "pk":
            return scene.mine.pk  # no draft of anybody's
    return None


def verbs_without_a_row() -> set[str]:
    known = {VolunteerAdmin: OF_VOLUNTEER, HelpRequestAdmin: OF_REQUEST}
    return {verb.name for desk, names in known.items() for verb in desk.verbs if verb.name not in names}
