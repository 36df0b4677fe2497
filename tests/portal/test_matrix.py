"""Every address of the portal for everybody: what each person is answered, written down by hand.

Whoever adds a route adds its row. A row says for GET and for POST what each person gets:

    200 the page   302 led elsewhere   400 asked to correct   403 not yours to do   404 not there for you
    405 not that way   409 refused, with what was written kept
"""

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler

from casework.admin import CaseAdmin
from concerns.admin import ConcernReportAdmin
from invoices.admin import InvoiceRequestAdmin
from services.admin import CareApplicationAdmin, CarerApplicationAdmin
from tests.casework import referral_doors
from tests.invoices import doors as invoices
from tests.portal.answers import (
    CLOSED,
    NOBODY,
    REDIRECT,
    WHY,
    Answers,
    Door,
    citizens,
    desk,
    employees,
    everybody,
    listed,
    read_only,
)
from tests.portal.cast import (
    BARRED,
    CITIZENS,
    EVERYBODY,
    OTHER_CITIZEN,
    OUTSIDE,
    SUPERUSER,
    client_of,
    set_scene,
)
from tests.portal.routes import address, every_route
from tests.services import application_doors, content_doors, doors_desk, jobs_doors
from tests.volunteers import doors as volunteers_doors

pytestmark = pytest.mark.django_db

HANDLER = ClientHandler(enforce_csrf_checks=False)  # one for all questions: it is slow to put together
WORKER, LEADER = "Barnevern", "Barnevern – leder"
MEMBERS, LEADERS = (WORKER, LEADER), (LEADER,)  # who may open the report of the scene
IN_GROUP = (*MEMBERS, BARRED)  # who may open the area
EDITORS = ("Kommunikasjon", SUPERUSER)
USER_MANAGERS = ("Systemforvalter", SUPERUSER)
OFFICER = ("Personvernombud",)
# Whoever approves deletions by one rule at least; a list of accounts is for the last two.
APPROVERS = (
    *("Barnevern – leder", "Velferdsforvaltning", "Rekruttering", "Faktura", "Frivilligkoordinator"),
    *("Systemforvalter", "Personvernombud"),
)
OF_ACCOUNTS = APPROVERS[-2:]
CITIZEN_SERVICE = ("Innbyggerservice",)
WITH_CASES = (
    *("Barnevern", "Barnevern – leder", "Velferdsforvaltning", "Rekruttering", "Frivilligkoordinator"),
    *("Faktura", BARRED),
)
# Some area's leaders.
LEADING = ("Barnevern – leder", "Faktura", "Velferdsforvaltning", "Rekruttering", "Frivilligkoordinator")
REPLYING = LEADING[:-1]  # volunteers are not written to here
GIVING = (
    *LEADING,
    *("Innbyggerservice", "Kommunikasjon"),
    *OF_ACCOUNTS,
)
OF_ANOTHER_KIND = dict.fromkeys(("Velferdsforvaltning", "Barnevern – leder", "Rekruttering"), 302)

PUBLIC = {
    **dict.fromkeys(
        (
            "accessibility",
            "concerns:start",
            "front",
            "helpline-api",
            "helplines-api",
            "helplines-calendar",
            "helplines-embed",
            "helplines:index",
            "helplines:info-page",
            "helplines:info-pages",
            "helplines:line",
            "helplines:poster",
            "helplines:thanks",
            "live",
            "openapi",
            "privacy",
            "ready",
            "robots",
        ),
        read_only(),
    ),
    "favicon.ico": REDIRECT,
    "quick-exit": Door(everybody(303), everybody(303)),
    "helplines:feedback": Door(everybody(200), everybody(302)),
    # The anonymous pages know nobody: the same to a citizen, an employee and a barred member.
    "concerns:form": Door(everybody(200), everybody(200)),
    "concerns:answer": Door(everybody(200), everybody(200)),
}

CITIZENS_OWN = {
    "my_page": Door(citizens(200), everybody(405)),
    "concerns:signed_in_form": Door(citizens(200), citizens(200, outside=403)),
    "concerns:mine": Door(
        citizens(200) | {OTHER_CITIZEN: 404}, citizens(200, outside=403) | {OTHER_CITIZEN: 404}
    ),
    # ID-porten is not set up here; how it lets people in is tested in tests/accounts.
    "citizen_login": Door(everybody(200) | dict.fromkeys(CITIZENS, 302), everybody(405)),
    "idporten_login": Door(everybody(405), everybody(404)),
    "idporten_callback": Door(everybody(404), everybody(405)),
    "citizen_front_channel": Door(everybody(400), everybody(405)),
    "citizen_signed_out": read_only(),
    "citizen_logout": Door(everybody(405), everybody(302)),
}

SIGN_IN = {
    "account_login": Door(
        everybody(302) | dict.fromkeys(OUTSIDE, 200), everybody(302) | dict.fromkeys(OUTSIDE, 200)
    ),
    "account_logout": Door(everybody(200) | dict.fromkeys(OUTSIDE, 302), everybody(302)),
    "account_inactive": read_only(),
    "account_reauthenticate": Door(employees(403), employees(403)),  # with two factors, not with none
    "account_change_password": Door(employees(404), employees(404)),  # whose password is not here
    "entra_login": Door(everybody(404), everybody(404)),
    "entra_callback": Door(everybody(404), everybody(404)),
    "mfa_authenticate": REDIRECT,
    "mfa_login_webauthn": REDIRECT,
    "sign_ins": Door(employees(200), employees(200)),
    "end_sign_in": Door(employees(405), employees(404)),
    "end_other_sign_ins": Door(employees(405), employees(302)),
    "mfa_index": Door(employees(200), employees(405)),
    "mfa_activate_totp": Door(employees(200), employees(200)),
    "mfa_add_webauthn": Door(employees(200), employees(200)),
    "mfa_list_webauthn": Door(employees(200), employees(405)),
    "mfa_generate_recovery_codes": Door(employees(200), employees(200)),
    "mfa_view_recovery_codes": Door(employees(404), employees(405)),
    "mfa_deactivate_totp": Door(employees(404), employees(404)),
    "mfa_edit_webauthn": Door(employees(404), employees(404)),
    "mfa_remove_webauthn": Door(employees(404), employees(404)),
    "mfa_reauthenticate": Door(employees(403), employees(403)),
    "mfa_reauthenticate_webauthn": Door(employees(403), employees(403)),
}


def of_accounts(code: int, approvers: int) -> Answers:
    """The list of the scene: `code` for its approvers, `approvers` for those of other rules."""
    return desk(approvers, APPROVERS) | dict.fromkeys(OF_ACCOUNTS, code)


ADMIN = {
    "admin:index": Door(desk(200), desk(200)),
    "admin:login": Door(
        everybody(302) | dict.fromkeys(CITIZENS, 403), everybody(302) | dict.fromkeys(CITIZENS, 403)
    ),
    "admin:logout": Door(desk(405), everybody(302)),
    "admin:password_change": Door(desk(200), desk(200)),
    "admin:password_change_done": Door(desk(200), desk(405)),
    "admin:jsi18n": Door(desk(200), desk(405)),
    "admin:autocomplete": Door(NOBODY, desk(405)),
    "admin:view_on_site": Door(desk(404), desk(404)),
    "admin:app_list": Door(desk(200, IN_GROUP, others=404), desk(200, IN_GROUP, others=404)),
    "admin/(?P<url>.*)$": Door(desk(404), desk(404)),
    "admin:phone_entry": listed(CITIZEN_SERVICE),
    "admin:absence": Door(desk(200, WITH_CASES), desk(400, WITH_CASES)),
    # The colleague's of the scene, who is with invoices.
    "admin:absence_of": Door(desk(404, LEADING) | {"Faktura": 200}, desk(404, LEADING) | {"Faktura": 400}),
    # Everybody reads of their own groups; a superuser without any lets nobody in.
    "admin:access": Door(desk(200), desk(400, GIVING)),
    "admin:first_day": Door(desk(200), desk(200)),
    "admin:load": listed(LEADING, post=desk(405, LEADING)),
    # Django leads from an old form of the address to today's, whatever stands behind it.
    **dict.fromkeys(
        (
            f"admin/{model}/<path:object_id>/"
            for model in (
                "accounts/user",
                "auth/group",
                "casework/accessentry",
                "casework/disposal",
                "casework/replytemplate",
                "concerns/concernreport",
                "helplines/helpline",
                "helplines/infopage",
                "helplines/notice",
                "helplines/numberfeedback",
            )
        ),
        REDIRECT,
    ),
    "admin:casework_accessentry_changelist": listed(OFFICER),
    "admin:casework_accessentry_search": Door(desk(302, OFFICER), desk(200, OFFICER)),
    "admin:casework_accessentry_change": listed(OFFICER, post=NOBODY),
    "admin:casework_accessentry_history": listed(OFFICER),
    "admin:conflicts": Door(desk(200), desk(400)),
    "admin:person_data": Door(desk(200, OFFICER), desk(400, OFFICER)),
    "admin:person_data_export": Door(desk(302, OFFICER), desk(302, OFFICER)),
    "admin:person_data_rectify": Door(desk(302, OFFICER), desk(302, OFFICER)),
    "admin:casework_disposal_changelist": Door(desk(200, APPROVERS), desk(200, APPROVERS)),
    "admin:casework_disposal_change": Door(of_accounts(200, 302), of_accounts(200, 302)),
    "admin:casework_disposal_history": Door(desk(302, APPROVERS), desk(302, APPROVERS)),
    "admin:casework_disposal_prepare": Door(desk(405, APPROVERS), desk(403, ())),
    "admin:casework_disposal_approve": Door(desk(405, APPROVERS), of_accounts(302, 404)),
    "admin:casework_disposal_hold": Door(desk(405, APPROVERS), desk(400, APPROVERS)),
    "admin:casework_disposal_lift": Door(desk(405, APPROVERS), desk(404, APPROVERS)),
    "admin:casework_disposal_add": CLOSED,
    "admin:casework_disposal_delete": CLOSED,
    "admin:casework_accessentry_add": CLOSED,
    "admin:casework_accessentry_delete": CLOSED,
    # Leaders of the kinds whose citizens are written to.
    "admin:casework_replytemplate_changelist": listed(REPLYING),
    "admin:casework_replytemplate_add": listed(REPLYING),
    # One of invoices: to the leader of another area it is not there.
    "admin:casework_replytemplate_change": Door(
        desk(200, ("Faktura",)) | OF_ANOTHER_KIND, desk(200, ("Faktura",)) | OF_ANOTHER_KIND
    ),
    "admin:casework_replytemplate_history": Door(
        desk(200, ("Faktura",), others=302), desk(200, ("Faktura",), others=302)
    ),
    "admin:casework_replytemplate_delete": Door(
        desk(200, ("Faktura",)) | OF_ANOTHER_KIND, desk(200, ("Faktura",)) | OF_ANOTHER_KIND
    ),
    "admin:accounts_user_changelist": listed(USER_MANAGERS),
    "admin:accounts_user_add": listed(USER_MANAGERS),
    "admin:accounts_user_change": listed(USER_MANAGERS, post=desk(302, USER_MANAGERS)),
    "admin:accounts_user_history": listed(USER_MANAGERS),
    "admin:accounts_user_delete": CLOSED,
    "admin:auth_user_password_change": listed(USER_MANAGERS),
    "admin:auth_group_changelist": listed(USER_MANAGERS),
    "admin:auth_group_change": listed(USER_MANAGERS, post=NOBODY),
    "admin:auth_group_history": listed(USER_MANAGERS),
    "admin:auth_group_add": CLOSED,
    "admin:auth_group_delete": CLOSED,
}

DIRECTORY = {
    **{
        f"admin:helplines_{model}_{page}": listed(EDITORS)
        for model in ("helpline", "infopage", "notice")
        for page in ("changelist", "add", "change", "history")
    },
    "admin:helplines_infopage_delete": listed(EDITORS),
    "admin:helplines_notice_delete": listed(EDITORS),
    "admin:helplines_helpline_delete": CLOSED,
    "admin:helplines_helpline_confirm": Door(NOBODY, desk(302, EDITORS)),
    "admin:helplines_helpline_restore": Door(NOBODY, desk(302, EDITORS)),
    "admin:helplines_numberfeedback_changelist": listed(EDITORS),
    "admin:helplines_numberfeedback_change": listed(EDITORS, post=NOBODY),
    "admin:helplines_numberfeedback_history": listed(EDITORS),
    "admin:helplines_numberfeedback_handle": Door(NOBODY, desk(302, EDITORS)),
    "admin:helplines_numberfeedback_add": CLOSED,
    "admin:helplines_numberfeedback_delete": CLOSED,
}


def of_report(code: int, people=MEMBERS) -> Answers:
    """A page of the report: not there for whoever is barred or outside, also not for a superuser."""
    return desk(code, people, others=404)


def verb(get: int, post: int, data: dict, leaders_only: bool = False) -> dict:
    """A verb: its page and its deed. What is a leader's own is refused to other members."""
    refused = {WORKER: 403} if leaders_only else {}
    return {"get": of_report(get) | refused, "post": of_report(post) | refused, "data": {"version": 0} | data}


REPORTS = {
    "admin:concerns_concernreport_changelist": listed(IN_GROUP),
    "admin:concerns_concernreport_search": Door(desk(302, IN_GROUP), desk(200, IN_GROUP)),
    "admin:concerns_concernreport_change": Door(of_report(200), of_report(200)),
    "admin:concerns_concernreport_history": Door(of_report(302), of_report(302)),
    "admin:concerns_concernreport_add": CLOSED,
    "admin:concerns_concernreport_delete": CLOSED,
    "admin:concerns_concernreport_open": Door(desk(405), of_report(302), {"purpose": "control"}),
    "admin:concerns_concernreport_open without a purpose": Door(desk(405), of_report(400)),
    # Unopened, the way to the file leads to the question why.
    "admin:concerns_concernreport_file": Door(of_report(302), of_report(302)),
    # A GET prints no letter, whoever asks; unopened, a POST leads to the question why.
    "admin:concerns_concernreport_letter": Door(desk(405), of_report(302), gaps={"kind": "receipt"}),
    "admin:concerns_concernreport_verb": Door(of_report(403), of_report(403), gaps={"verb": "delete"}),
}
VERBS = {
    "take": verb(405, 302, {}),
    "assign": verb(200, 400, {}, leaders_only=True),
    "bar": verb(200, 400, {}, leaders_only=True),
    "lift": verb(200, 400, {}, leaders_only=True),
    "recuse": verb(200, 302, {}),
    "check": verb(WHY, 302, {}),
    "note": verb(WHY, 302, {"text": "Ringte skolen."}),
    "answer": verb(WHY, 302, {"text": "Takk."}),
    "start-review": verb(405, 302, {}),
    "decide": verb(WHY, 302, {"outcome": "unfounded"}),
    "confirm": verb(WHY, 302, {"text": "Takk."}),
    "feedback-sent": verb(WHY, 302, {"how": "letter"}),
    # Not at this point of the case: refused, with what was written kept.
    "confirm-transfer": verb(WHY, 409, {"case_reference": "2026/1"}),
    "extend": verb(WHY, 409, {"reason": "Nei."}),
    "conclude": verb(WHY, 409, {"conclusion": "measures"}),
    "reopen": verb(WHY, 409, {"reason": "Nei."}),
    "close": verb(WHY, 409, {}),
}
REPORTS |= {
    f"admin:concerns_concernreport_verb {name}": Door(gaps={"verb": name}, **row)
    for name, row in VERBS.items()
}

BESIDE = {
    f"admin:{one.opts.app_label}_{one.opts.model_name}_{page}": Door(desk(seen, people), desk(done, people))
    for one in admin.site._registry.values()
    if isinstance(one, CaseAdmin)
    for people in [IN_GROUP if isinstance(one, ConcernReportAdmin) else one.model.groups_that_may_open]
    # The last is of a list that nobody has saved.
    for page, seen, done in (("numbers", 200, 200), ("save", 405, 302), ("unsave", 405, 404))
}

# The colleague of the scene is with invoices: in other areas even the leader finds nobody of that number.
HAND_OVER = {
    f"admin:{one.opts.app_label}_{one.opts.model_name}_hand_over": Door(
        *[desk(code if isinstance(one, InvoiceRequestAdmin) else 404, one.leaders) for code in (200, 400)]
    )
    for one in admin.site._registry.values()
    if isinstance(one, CaseAdmin)
}

AREAS = {
    "beside the lists": BESIDE,
    "hand-over": HAND_OVER,
    "public": PUBLIC,
    "citizens": CITIZENS_OWN,
    "sign-in": SIGN_IN,
    "admin": ADMIN,
    "directory": DIRECTORY,
    "reports": REPORTS,
    "service pages": content_doors.ROWS,
    "care services": doors_desk.ROWS,
    "applications": application_doors.ROWS,
    "jobs": jobs_doors.ROWS,
    "invoices": invoices.ROWS,
    "referrals": referral_doors.ROWS,
    "volunteers": volunteers_doors.rows(Door, everybody, desk, citizens, read_only, listed),
}
PATTERNS = dict(every_route())


def test_every_route_has_its_row_and_every_row_its_route():
    rows = [name.partition(" ")[0] for area in AREAS.values() for name in area]
    assert set(rows) == PATTERNS.keys()


def test_every_verb_has_its_row():
    assert VERBS.keys() == {one.name for one in ConcernReportAdmin.verbs}
    assert doors_desk.VERBS.keys() == {one.name for one in CareApplicationAdmin.verbs}
    assert jobs_doors.VERBS.keys() == {one.name for one in CarerApplicationAdmin.verbs}
    assert invoices.VERBS.keys() == {one.name for one in InvoiceRequestAdmin.verbs}


def test_every_verb_of_volunteering_has_its_row():
    assert volunteers_doors.verbs_without_a_row() == set()


def test_every_row_speaks_of_everybody():
    for area in AREAS.values():
        for door in area.values():
            assert set(door.get) == set(door.post) == set(EVERYBODY)


@pytest.mark.once
@pytest.mark.parametrize("area", AREAS)
def test_everybody_is_answered_as_written(area, subtests):
    scene = set_scene()
    cookies = {person: client_of(person, scene).cookies for person in EVERYBODY}
    for name, door in AREAS[area].items():
        url = address(PATTERNS[name.partition(" ")[0]], scene, **door.gaps)
        with subtests.test(name):
            got = {person: _ask(cookies[person], "get", url, {}) for person in EVERYBODY}
            assert got == door.get, f"GET {url}"
            posted = {person: _ask(cookies[person], "post", url, door.data) for person in EVERYBODY}
            assert posted == door.post, f"POST {url}"


def _ask(cookies, method: str, url: str, data: dict) -> int:
    """The status this person is answered with. Nothing they do outlives the question."""
    cache.clear()  # no attempts counted
    client = Client(raise_request_exception=False)
    client.handler = HANDLER
    client.cookies.load(cookies.output(header="", sep=";"))
    with transaction.atomic():
        status = getattr(client, method)(url, data).status_code
        transaction.set_rollback(True)
    return status
