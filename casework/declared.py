"""What casework's own tables keep, and what the fields are that all areas inherit."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from casework.access import AccessEntry
from casework.cases import Case, Note
from casework.citizen_cases import CitizenCase
from casework.files import StoredFile
from casework.log_chain import LogSeal
from casework.messages import CaseMessage
from casework.notes import CaseNote
from casework.retention import OFFICER, Elsewhere, InUse, Rule, With, declare, declare_base

declare_base(Case, none="id reference received_at version", personal="assigned_to")
declare_base(
    CitizenCase,
    none="submission_digest unread",
    personal="citizen contact",
    sensitive="content",
    statistic="source language",
)
declare_base(Note, none="id at", personal="by", sensitive="text")
declare_base(CaseNote, none="kind took_place_at", sensitive="with_whom")
declare_base(StoredFile, none="id stored size state", sensitive="detail")
declare_base(CaseMessage, none="id author at submission_digest", personal="by", sensitive="text")


class LogMonth:
    """One month of the access log, which goes as a whole so that the chain of the rest still holds."""

    def __init__(self, month: str) -> None:
        self.pk = self.reference = month


def months_due(rule: Rule, today: date) -> list[LogMonth]:
    """Sealed months before the limit, the oldest first."""
    limit = rule.limit(today).strftime("%Y-%m")
    months = LogSeal.objects.filter(month__lt=limit).order_by("month").values_list("month", flat=True)
    return [LogMonth(month) for month in dict.fromkeys(months)]


def _month(key: str) -> LogMonth | None:
    return LogMonth(key) if LogSeal.objects.filter(month=key).exists() else None


def forget_month(month: LogMonth) -> None:
    """Delete the month and whatever is older: a chain loses its beginning, never its middle."""
    seals = LogSeal.objects.filter(month__lte=month.pk)
    last = max(seals.values_list("last_id", flat=True))
    AccessEntry.objects.filter(id__lte=last).delete()
    LogSeal.objects.filter(last_id__lte=last).delete()


declare(
    "casework.AccessEntry",
    Rule(
        name="casework.accessentry",
        title=_("Innsynsloggen, måned for måned"),
        months=60,
        law="pasientjournalloven § 22; Normen, faktaark 15",
        source="kjernejournal keeps its log of use for five years; the municipality may decide otherwise.",
        approvers=(OFFICER, "Systemforvalter"),
        due=months_due,
        there=_month,
        dispose=forget_month,
    ),
    none="id at action case_kind case_id reference purpose",
    personal="who roles",
)
declare(
    "casework.Absence",
    Elsewhere("casework.absence.forget, 90 days after the last day, whenever an absence is written"),
    none="id first last at",
    personal="user cover by",
)
OF_LOG = With("casework.AccessEntry")
declare("casework.LogSeal", OF_LOG, none="number month after_id last_id entries previous digest sealed_at")
OF_CASE = Elsewhere("casework.disposal.erase, with its case")
declare("casework.Event", OF_CASE, none="id case_kind case_id name at detail", personal="by")
declare("casework.Bar", OF_CASE, none="id case_kind case_id at conflict", personal="user by")
declare(
    "casework.Conflict",
    InUse("Until the employee takes it back, or the account goes."),
    none="id number at",
    personal="user digest",
)
declare("casework.Check", OF_CASE, none="id case_kind case_id item at", personal="by")
declare(
    "casework.Referral",
    OF_CASE,
    none="id from_kind from_case_id reference to_area ground at state became version",
    personal="by taken_by",
    sensitive="text answer",
)
declare(
    "casework.Message",
    Elsewhere("casework.outbox, when it is done"),
    none="id kind payload due_at attempts error",
)
DRAFTS = Elsewhere("casework.drafts.throw_away_expired, 30 days after the last change, without approval")
declare("casework.Draft", DRAFTS, none="id kind begun_at touched_at", personal="user", sensitive="answers")
declare("casework.DraftFile", DRAFTS, none="draft")

TRACE = InUse("The trace of what was deleted, by whose approval: it names no citizen.")
declare(
    "casework.Disposal",
    TRACE,
    none="id rule made_at first_at second_at done_at",
    personal="made_by first_by second_by",
)
declare("casework.DisposalItem", TRACE, none="id disposal thing reference outcome")
declare(
    "casework.Hold",
    TRACE,
    none="id thing reference rule at lifted_at",
    personal="by lifted_by",
    sensitive="reason",
)
declare(
    "casework.ArchiveExport",
    TRACE,
    none="id thing kind manifest_digest exported_at archive_reference confirmed_at",
)
declare("casework.PastCases", TRACE, none="id kind month figures digest count")
declare(
    "casework.ReplyTemplate",
    InUse("Words of the team's own; what they name of a case is filled in when they are used."),
    none="id case_kind name text_nb text_nn text_en",
)
declare(
    "casework.SavedList",
    InUse("Which filters a colleague chose; it goes with them, or when they throw it away."),
    none="id case_kind name chosen shared",
    personal="owner",
)
