"""What care services do to an application, as buttons and forms. The rules are in services.decisions."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.admin import Verb
from casework.admin.verbs import is_open
from services import decisions, interim
from services.admin import deciding
from services.models import CareApplication

Status = CareApplication.Status


def _in(*statuses):
    return lambda case, user: case.status in statuses


def _may_send(case, user):
    return decisions.proposal_of(case) is not None and not decisions.missing(case)


def _send_interim(case, *, by, text, promised_on):
    said = interim.with_day(case, text, promised_on)
    decisions.send_interim(case, by=by, text=said, promised_on=promised_on)


def _enter_appeal(case, *, by, text, on):
    at = timezone.make_aware(datetime.combine(on, time(12)))
    decisions.appeal(case, by=by, text=text, at=min(at, timezone.now()))


def _has_granted(case, user):
    return bool(decisions.granted_in(case))


BEFORE = (
    Verb(
        "map",
        _("Avtal samtale eller hjemmebesøk"),
        decisions.start_mapping,
        _("Samtalen er avtalt."),
        applies=_in(Status.RECEIVED, Status.MORE_ASKED, Status.ASSESSING),
        form=deciding.MappingForm,
        explains=_("Søkeren får beskjeden på Min side, og et varsel om den."),
    ),
    Verb(
        "ask-more",
        _("Be om opplysninger"),
        decisions.ask_for_more,
        _("Søkeren er bedt om opplysninger."),
        applies=_in(Status.RECEIVED, Status.MAPPING, Status.ASSESSING),
        form=deciding.MoreForm,
        explains=_("Saken venter på søkeren. Lovens frist på en måned løper videre."),
    ),
    Verb(
        "assess",
        _("Start vurderingen"),
        decisions.assess,
        _("Vurderingen er startet."),
        applies=_in(Status.RECEIVED, Status.MAPPING, Status.MORE_ASKED),
        explains=_("Søkeren ser på Min side at søknaden vurderes. Ingen får beskjed."),
    ),
    Verb(
        "interim",
        _("Send foreløpig svar"),
        _send_interim,
        _("Det foreløpige svaret er sendt."),
        applies=lambda case, user: case.status in decisions.UNDECIDED and case.interim_sent_at is None,
        form=deciding.InterimForm,
        on_page=True,
    ),
)
DECISION = (
    Verb(
        "decide",
        _("Skriv vedtak"),
        decisions.write,
        _("Vedtaket er skrevet. Det er ikke sendt ennå."),
        applies=_in(*decisions.DECIDABLE),
        form=deciding.DecideForm,
        explains=_("Ett vedtak for hver tjeneste. Ingenting sendes før du trykker «Send vedtaket»."),
    ),
    Verb(
        "send-decision",
        _("Send vedtaket"),
        decisions.send,
        _("Vedtaket er gjort."),
        applies=_may_send,
        confirmed=True,
        explains=_(
            "Brevet legges på Min side, og søkeren får varsel. Har søkeren verken e-post eller mobil, kommer "
            "brevet i listen over brev som skal i posten. Klagefristen regnes fra i dag, eller fra den dagen "
            "brevet er postet."
        ),
    ),
    Verb(
        "posted",
        _("Brevet er lagt i posten"),
        decisions.post,
        _("Det er notert at brevet er postet."),
        applies=lambda case, user: decisions.waiting_for_post(case) is not None,
        form=deciding.PostedForm,
        explains=_("Klagefristen regnes fra dagen du skriver."),
    ),
)
APPEAL = (
    Verb(
        "appeal",
        _("Før inn en klage"),
        _enter_appeal,
        _("Klagen er ført inn."),
        applies=lambda case, user: decisions.can_be_appealed(case),
        form=deciding.AppealForm,
        explains=_("For en klage som kom på papir eller i telefonen."),
    ),
    Verb(
        "uphold",
        _("Oppretthold og send til statsforvalteren"),
        decisions.uphold,
        _("Klagen er sendt videre."),
        applies=_in(Status.APPEALED),
        form=deciding.TellingForm,
        explains=_(
            "Vedtaket står, og statsforvalteren avgjør klagen. Vil du endre det, velger du «Skriv vedtak»."
        ),
    ),
    Verb(
        "governor-agrees",
        _("Statsforvalteren er enig"),
        decisions.governor_agrees,
        _("Saken er avsluttet."),
        applies=_in(Status.FORWARDED),
        form=deciding.TellingForm,
        explains=_("Vedtaket står. Har statsforvalteren endret det, velger du «Skriv vedtak»."),
    ),
)
RUNNING = (
    Verb(
        "date",
        _("Sett en dato for tjenesten"),
        decisions.set_date,
        _("Datoen er lagret."),
        applies=_has_granted,
        form=deciding.DateForm,
        explains=_("Venteliste, start, slutt, ny vurdering og oppfølging av kvalitet."),
    ),
    Verb(
        "plan",
        _("Skriv individuell plan"),
        decisions.plan,
        _("Planen er lagret."),
        applies=is_open,
        form=deciding.PlanForm,
        explains=_("Familien ser planen på Min side, og får varsel."),
    ),
)
# The caseworker's own duty, before confidentiality. What they write reaches child welfare alone.
DUTY = Verb(
    "report-concern",
    _("Meld fra til barneverntjenesten"),
    decisions.start_concern_report,
    _("Det står i saken at du begynte på en bekymringsmelding."),
    explains=_(
        "Du har selv meldeplikt, foran taushetsplikten (barnevernsloven § 13-2). Haster det, eller tror du "
        "at noen slår eller forgriper seg på barnet, ringer du barneverntjenesten nå, før du sier noe til "
        "foreldrene. Skjemaet er tomt: Ingenting herfra følger med, og ingen i saken ser det du skriver. "
        "I saken står det bare at du begynte."
    ),
    confirmed=True,
    checks_version=False,
    leads_to="admin:duty_report",
)
ENDING = (
    Verb(
        "withdraw",
        _("Søkeren har trukket søknaden"),
        decisions.withdraw,
        _("Søknaden er trukket."),
        applies=_in(*decisions.UNDECIDED),
        form=deciding.TellingForm,
        explains=_("Saken avsluttes uten vedtak. Søkeren får beskjeden på Min side, og et varsel om den."),
    ),
    Verb(
        "merge",
        _("Slå sammen med en annen søknad"),
        decisions.merge,
        _("Søknadene er slått sammen."),
        applies=_in(*decisions.UNDECIDED),
        form=deciding.MergeForm,
        explains=_("Denne avsluttes. Tjenestene her behandles i den andre, og søkeren får beskjed."),
    ),
    Verb(
        "close",
        _("Avslutt"),
        decisions.close,
        _("Saken er avsluttet."),
        applies=is_open,
        form=deciding.ReasonForm,
        explains=_("Saken avsluttes uten brev. Søkeren ser at den er avsluttet, men får ikke varsel."),
    ),
    Verb(
        "reopen",
        _("Gjenåpne"),
        decisions.reopen,
        _("Saken er gjenåpnet."),
        applies=lambda case, user: not is_open(case, user),
        form=deciding.ReasonForm,
        explains=_("Saken går tilbake til vurdering. Vedtak som er gjort, står til et nytt blir sendt."),
    ),
)
VERBS = (*BEFORE, *DECISION, *APPEAL, *RUNNING, DUTY, *ENDING)
