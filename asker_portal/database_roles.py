"""What each face's database role may do on PostgreSQL: the second wall behind `visible_to` and the keys.

The owner migrates. The desk's role (staff, worker) works with every row, but changes no trace. The public
role may do what stands here and nothing else; of sealed rows it sees only those whose hash its
transaction presents (casework.doorway). Retention's role alone may delete traces, when their time is over:
no process that serves people is a member of it. `manage.py database_roles` makes it so, after each migrate.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from casework.doorway import SETTING
from casework.log_chain import RETENTION_ROLE

READ, ADD, ALL = "SELECT", "SELECT, INSERT", "SELECT, INSERT, UPDATE, DELETE"
ONLY_ADD = "INSERT"

# By model. What is not here is closed to the public role; a test asks for a thought about each new model.
PUBLIC = {
    "account.EmailAddress": READ,  # allauth looks for one at each sign-in; nobody has any here
    "accounts.Citizen": "SELECT, INSERT, UPDATE",
    "accounts.CitizenSession": ALL,
    "accounts.DemoDatabase": READ,
    "accounts.OidcSession": "SELECT, INSERT, DELETE",
    "accounts.User": "SELECT, INSERT, UPDATE (last_login)",
    "accounts.User_groups": READ,
    "auth.Group": READ,
    # Applicants read when, and in which role, theirs was opened; nobody's name, and no search for one.
    "casework.AccessEntry": "SELECT (case_kind, case_id, action, at, roles)",
    "casework.Draft": ALL,
    "casework.DraftFile": ALL,
    "casework.Event": ONLY_ADD,
    "casework.Message": ONLY_ADD,
    "concerns.CitizenReport": ADD,
    "concerns.ConcernReport": "SELECT, INSERT, UPDATE (receipt_digest, key_for_code, code_is_spent_once)",
    "concerns.NoticeAddress": "SELECT, INSERT, UPDATE (address), DELETE",
    "concerns.ReportFile": ADD,
    "concerns.ReportMessage": ADD,
    "helplines.Helpline": READ,
    "helplines.Helpline_supplements": READ,
    "helplines.Hours": READ,
    "helplines.HoursException": READ,
    "helplines.InfoPage": READ,
    "helplines.Notice": READ,
    "helplines.Number": READ,
    "helplines.NumberFeedback": ADD,
    "helplines.Revision": READ,
    "invoices.Decision": ADD,
    "invoices.InvoiceFile": READ,
    "invoices.InvoiceMessage": ADD,
    "invoices.InvoiceRequest": "SELECT, INSERT, UPDATE (status, version, reasons, unread)",
    "invoices.LedgerEntry": ADD,
    "invoices.RulesVersion": READ,
    "services.AgeRule": READ,
    "services.Appeal": ADD,
    "services.ApplicationFile": ADD,
    "services.ApplicationMessage": ADD,
    "services.AppliedService": ADD,
    "services.CareApplication": "SELECT, INSERT, UPDATE (status, version, unread)",
    "services.CareContact": READ,
    "services.CarerApplication": "SELECT, INSERT, UPDATE (status, version, unread)",
    "services.CarerFile": ADD,
    "services.CarerMessage": ADD,
    "services.Decision": READ,
    "services.GrantedService": READ,
    "services.IndividualPlan": READ,
    "services.InterimReply": READ,
    "services.LawReference": READ,
    "services.Provider": READ,
    "services.ProviderChoice": ADD,
    "services.SecondGuardian": "SELECT, INSERT, UPDATE",
    "services.ServiceType": READ,
    "services.ServiceType_contacts": READ,
    "socialaccount.SocialAccount": "SELECT, INSERT, UPDATE",
    "socialaccount.SocialApp": READ,
    "volunteers.Area": READ,
    "volunteers.Area_neighbours": READ,
    "volunteers.Ask": "SELECT, UPDATE (answer, answered_at)",
    "volunteers.Block": READ,  # whom nobody is sent to; the reason opens at the desk alone
    "volunteers.Crisis": READ,
    "volunteers.HelpRequest": "SELECT, INSERT, UPDATE (status, version)",
    "volunteers.Match": "SELECT, INSERT, UPDATE",
    "volunteers.OneTimeCode": "SELECT, INSERT, UPDATE (tries)",
    "volunteers.Problem": ADD,
    "volunteers.Reveal": ADD,
    "volunteers.TaskType": READ,
    "volunteers.Volunteer": "SELECT, INSERT, UPDATE",
    "volunteers.Volunteer_areas": "SELECT, INSERT, DELETE",
    "volunteers.Volunteer_tasks": "SELECT, INSERT, DELETE",
}
PUBLIC_TABLES = {"portal_cache_public": ALL, "django_migrations": READ}
CLOSED = {
    "account.EmailConfirmation",
    "accounts.Membership",
    "accounts.SignIn",
    "accounts.User_user_permissions",
    "admin.LogEntry",
    "auth.Group_permissions",
    "auth.Permission",
    "casework.Absence",
    "casework.Bar",
    "casework.Conflict",
    "casework.Check",
    "casework.ArchiveExport",
    "casework.Disposal",
    "casework.DisposalItem",
    "casework.Hold",
    "casework.LogSeal",
    "casework.PastCases",
    "casework.Referral",
    "casework.ReplyTemplate",
    "casework.SavedList",
    "concerns.Decision",
    "concerns.Escalation",
    "concerns.Handover",
    "concerns.NameToken",
    "concerns.ReportNote",
    "contenttypes.ContentType",
    "invoices.InterestWaiver",
    "invoices.InvoiceDigest",
    "invoices.InvoiceNote",
    "invoices.InvoiceRule",
    "invoices.LateInterestRate",
    "invoices.LedgerExport",
    "invoices.Payment",
    "mfa.Authenticator",
    "services.ApplicationNote",
    "services.ApplicationToken",
    "services.CarerNote",
    "services.PoolEntry",
    "services.Trait",
    "sessions.Session",
    "socialaccount.SocialToken",
    "volunteers.HelpRequestNote",
    "volunteers.VolunteerNote",
}
# Written once, by everybody: not even the desk's role changes them.
APPEND_ONLY = {"casework.Event", "casework.AccessEntry", "casework.LogSeal", "volunteers.Reveal"}
# Who let whom in changes as it is answered and ends, and stays.
NEVER_DELETED = {"accounts.Membership"}

# Whose citizens read who has opened them. Reports of concern are none of these.
READ_BY_THEIR_CITIZEN = (
    "invoices.invoicerequest",
    "services.careapplication",
    "services.carerapplication",
    "volunteers.volunteer",
)
PRESENTED = f"string_to_array(current_setting('{SETTING}', true), ',')"
OF_A_VISIBLE_REPORT = "report_id IN (SELECT id FROM concerns_concernreport)"
# What the public role sees and may leave behind, by model. Inserting asks for nothing but these rules.
VISIBLE = {
    "concerns.ConcernReport": f"receipt_digest = ANY ({PRESENTED})",
    "concerns.ReportMessage": OF_A_VISIBLE_REPORT,
    "concerns.ReportFile": f"note_id IS NULL AND {OF_A_VISIBLE_REPORT}",
    "concerns.NoticeAddress": f"report_digest = ANY ({PRESENTED})",
    # Files of employees' notes are the desk's alone.
    "invoices.InvoiceFile": "note_id IS NULL",
    "services.ApplicationFile": "note_id IS NULL",
    "services.CarerFile": "note_id IS NULL",
    "casework.AccessEntry": f"case_kind IN ({', '.join(map(repr, READ_BY_THEIR_CITIZEN))})",
    # Nobody becomes an employee through the citizens' door.
    "accounts.User": "kind = 'citizen' AND NOT is_staff AND NOT is_superuser",
    # Nor does an employee's account get another key: Entra ID's own is no business of that door.
    "socialaccount.SocialAccount": "provider = 'idporten' AND user_id IN (SELECT id FROM accounts_user)",
}


def statements(public: str, desk: str) -> Iterator[str]:
    """The SQL that gives all three roles their rights and no more. Run by the owner; again is harmless."""
    public, desk = map(connection.ops.quote_name, (public, desk))
    everybody = f"{public}, {desk}, {RETENTION_ROLE}"
    yield f"GRANT USAGE ON SCHEMA public TO {everybody}"
    for kind in ("TABLES", "SEQUENCES"):
        yield f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM PUBLIC, {everybody}"
    yield f"GRANT {ALL} ON ALL TABLES IN SCHEMA public TO {desk}, {RETENTION_ROLE}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {everybody}"
    for label in APPEND_ONLY:
        yield f"REVOKE UPDATE, DELETE ON {_table(label)} FROM {desk}"
    for label in NEVER_DELETED:
        yield f"REVOKE DELETE ON {_table(label)} FROM {desk}, {RETENTION_ROLE}"
    for label, rights in PUBLIC.items():
        yield f"GRANT {rights} ON {_table(label)} TO {public}"
    for table in connection.introspection.table_names():
        if table in PUBLIC_TABLES:
            yield f"GRANT {PUBLIC_TABLES[table]} ON {connection.ops.quote_name(table)} TO {public}"
    for label, rule in VISIBLE.items():
        yield from _policies(_table(label), rule, public, desk)


def sees_everything() -> bool:
    """True when this connection's role gets past the policies: an owner, a superuser, or none were made."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_security_active('concerns_concernreport')")
        return not cursor.fetchone()[0]


def all_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if not model._meta.proxy]


def _policies(table: str, rule: str, public: str, desk: str) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    inside = f"{desk}, {RETENTION_ROLE}"
    for name, role, condition in (("desk_all", inside, "true"), ("public_own", public, f"({rule})")):
        yield f"DROP POLICY IF EXISTS {name} ON {table}"
        yield f"CREATE POLICY {name} ON {table} TO {role} USING ({condition}) WITH CHECK ({condition})"


def _table(label: str) -> str:
    model = next((one for one in all_models() if one._meta.label == label), None)
    if model is None:
        raise LookupError(label)
    return connection.ops.quote_name(model._meta.db_table)
