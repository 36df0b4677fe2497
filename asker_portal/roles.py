"""Who may do what: the product's role table. `manage.py sync_roles` makes it so in the database.

A permission opens a page of the admin. Cases need none: membership of their groups opens them, and no
permission can (`Case.groups_that_may_open`). Each area's permissions come in with the area; a group
without any can sign in and sees nothing but its cases.
"""

from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


def _may(verbs: str, app: str, *models: str) -> frozenset[str]:
    return frozenset(f"{app}.{verb}_{model}" for model in models for verb in verbs.split())


USERS = _may("add change view", "accounts", "user") | _may("view", "auth", "group")
DIRECTORY = (
    _may("add change view delete", "helplines", "number", "hours", "hoursexception", "notice", "infopage")
    # A line that ends gets a last day; deleted, its history would be gone.
    | _may("add change view", "helplines", "helpline")
    | _may("view change", "helplines", "numberfeedback")
    | _may("view", "helplines", "revision")
)
# No service is added or deleted: applications name them. Rules of law and age come with the content set.
SERVICE_PAGES = _may("change view", "services", "servicetype") | _may(
    "add change view", "services", "carecontact"
)
PROVIDERS = _may("add change view", "services", "provider")
# What help is given and where, and the crises in which it is.
VOLUNTEERING = _may("add change view", "volunteers", "area", "tasktype", "crisis")

INVOICE_RULES = _may(
    "add change view delete", "invoices", "invoicerule", "interestwaiver", "lateinterestrate"
) | _may("view", "invoices", "rulesversion")

# The product knows a leader of child welfare alone; elsewhere colleagues let each other in.
LED_BY_CHILD_WELFARE = frozenset({"Barnevern – leder"})


def _colleagues(group: str) -> frozenset[str]:
    return frozenset({group})


ROLES = {
    "Barnevern": Role(
        _("Tar imot og vurderer bekymringsmeldinger. Ser ingenting annet."),
        entra_role="ChildWelfare",
        sealed=True,
        led_by=LED_BY_CHILD_WELFARE,
    ),
    "Barnevern – leder": Role(
        _("Fordeler meldinger, sperrer for den som er inhabil, og godkjenner sletting."),
        entra_role="ChildWelfare.Lead",
        sealed=True,
        led_by=LED_BY_CHILD_WELFARE,
    ),
    "Barnevernvakt": Role(
        _("Får varsel om meldinger som haster: antall og lenke. Åpner ingen uten å være med i Barnevern."),
        entra_role="ChildWelfare.Duty",
        led_by=LED_BY_CHILD_WELFARE,
    ),
    "Velferdsforvaltning": Role(
        _("Behandler søknader om helse og omsorg."),
        entra_role="CareServices",
        permissions=PROVIDERS,
        led_by=_colleagues("Velferdsforvaltning"),
    ),
    "Rekruttering": Role(
        _("Behandler søknader fra den som vil bli støttekontakt eller avlaster."),
        entra_role="Recruitment",
        led_by=_colleagues("Rekruttering"),
    ),
    "Frivilligkoordinator": Role(
        _("Kobler frivillige og den som ber om hjelp."),
        entra_role="Volunteers",
        permissions=VOLUNTEERING,
        led_by=_colleagues("Frivilligkoordinator"),
    ),
    "Faktura": Role(
        _("Behandler spørsmål om utsettelse og deling av faktura, og holder reglene for det riktige."),
        entra_role="Invoicing",
        permissions=INVOICE_RULES,
        led_by=_colleagues("Faktura"),
    ),
    "Innbyggerservice": Role(
        _("Registrerer for den som ringer. Leser det ikke etterpå."),
        entra_role="CitizenService",
        led_by=_colleagues("Innbyggerservice"),
    ),
    "Kommunikasjon": Role(
        _("Holder hjelpetelefoner, åpningstider, varsler og sider riktige. Ser ingen saker."),
        entra_role="Communications",
        permissions=DIRECTORY | SERVICE_PAGES | PROVIDERS,
        led_by=_colleagues("Kommunikasjon"),
    ),
    "Systemforvalter": Role(
        _("Styrer brukere. Ser ingen saker, og setter ingen inn i en lukket gruppe."),
        entra_role="SystemManager",
        permissions=USERS,
        led_by=_colleagues("Systemforvalter"),
    ),
    "Personvernombud": Role(
        _("Leser innsynsloggen. Ser ikke hva som står i sakene."),
        entra_role="PrivacyOfficer",
        permissions=_may("view", "casework", "accessentry"),
        sealed=True,  # whoever manages users must not let themselves into the log of who read what
        led_by=_colleagues("Personvernombud"),
    ),
}
