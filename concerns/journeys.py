"""The ways to report: an open one without login, and one for those who sign in.

A step may be asked in other words of another kind of reporter: it has the same slug then, and only one of
them applies. What is stored is the answers by slug, so that child welfare reads them all the same way.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from casework.attachments import FilesForm
from casework.steps import Cleaned, Journey, Step
from concerns.forms import children, professionals, reporters, stories
from concerns.models import ConcernReport
from concerns.models.report import MOST_CHILDREN

Reporter, Identity = ConcernReport.Reporter, ConcernReport.Identity
type Applies = Callable[[Cleaned], bool]


def _by(*kinds: str) -> Applies:
    """For these kinds of reporter alone."""
    return lambda cleaned: cleaned.get("who", {}).get("who") in kinds


def _when(applies: Applies, step: str, question: str, *answers: Any) -> Applies:
    """For those among them who gave one of these answers."""
    return lambda cleaned: applies(cleaned) and cleaned.get(step, {}).get(question) in answers


PRIVATE, PARENT, CHILD, PROFESSIONAL = map(_by, Reporter)
ADULT = _by(Reporter.PRIVATE, Reporter.PARENT)


def _children(
    applies: Applies, form: type[children.WhereForm], first: Any, intro: str = "concerns/intro_child.html"
) -> Iterator[Step]:
    """A step for each child; each asks whether there is one more."""
    yield Step("child-1", first, form, applies, intro)
    for number in range(2, MOST_CHILDREN + 1):
        more = _when(applies, f"child-{number - 1}", "more", True)
        another = children.for_another(form, last=number == MOST_CHILDREN)
        last = "concerns/intro_last_child.html" if number == MOST_CHILDREN else ""
        title = format_lazy(_("Barn {number}"), number=number)
        yield Step(f"child-{number}", title, another, more, last)


WHO = _("Hvem du er")
TELLING = _("Bekymringen")
YOU = _("Deg som melder")
ABOUT_YOU = _("Om deg")

PRIVATE_STEPS = (
    *_children(PRIVATE, children.ChildForm, _("Barnet")),
    *_children(PARENT, children.OwnChildForm, _("Barnet ditt"), "concerns/intro_own_child.html"),
    Step("worry", TELLING, stories.WorryForm, ADULT, "concerns/intro_worry.html"),
)
CHILDS_STEPS = (
    Step("reporter", _("Hvem får vite det?"), reporters.ChildReporterForm, CHILD, "concerns/intro_self.html"),
    Step("you", ABOUT_YOU, children.YouForm, _when(CHILD, "reporter", "identity", Identity.NAMED)),
    Step(
        "you", ABOUT_YOU, children.NamelessYouForm, _when(CHILD, "reporter", "identity", Identity.ANONYMOUS)
    ),
    Step("worry", _("Det du vil fortelle"), stories.ChildWorryForm, CHILD),
)
DUTY_STEPS = (
    Step("agency", _("Deg og arbeidsstedet"), professionals.AgencyForm, PROFESSIONAL),
    *_children(PROFESSIONAL, children.ClientChildForm, _("Barnet"), "concerns/intro_informing.html"),
    Step(
        "guardian-1",
        _("Foresatt"),
        professionals.GuardianForm,
        PROFESSIONAL,
        "concerns/intro_informing.html",
    ),
    Step(
        "guardian-2",
        _("Den andre foresatte"),
        professionals.SecondGuardianForm,
        _when(PROFESSIONAL, "guardian-1", "more", True),
    ),
    Step("worry", TELLING, stories.ObservationForm, PROFESSIONAL, "concerns/intro_observation.html"),
    Step("more", _("Tolk og andre som hjelper"), stories.MoreForm, PROFESSIONAL),
)
FILES = Step("files", _("Bilder og dokumenter"), FilesForm)
NOTICE = Step("notice", _("Beskjed om svar"), reporters.NoticeForm, intro="concerns/intro_notice.html")

OPEN = Journey(
    Step("who", WHO, reporters.WhoForm, decides=True),
    *PRIVATE_STEPS,
    *CHILDS_STEPS,
    FILES,
    Step("reporter", YOU, reporters.ReporterForm, PRIVATE),
    Step("reporter", YOU, reporters.ParentReporterForm, PARENT),
    NOTICE,
)
SIGNED_IN = Journey(
    Step("who", WHO, reporters.SignedInWhoForm, decides=True),
    *DUTY_STEPS,
    *PRIVATE_STEPS,
    FILES,
    Step("reporter", YOU, reporters.SignedInReporterForm, PRIVATE, "concerns/intro_no_anonymity.html"),
    Step("reporter", YOU, reporters.SignedInParentForm, PARENT, "concerns/intro_no_anonymity.html"),
    NOTICE,
)
# From the desk, by an employee whose duty it is.
DUTY = Journey(
    Step("who", WHO, reporters.DutyWhoForm, intro="concerns/intro_duty.html", decides=True),
    *DUTY_STEPS,
    FILES,
    NOTICE,
)
EVERY_STEP = (
    Step("who", WHO, reporters.WhoForm, _by(Reporter.PRIVATE, Reporter.PARENT, Reporter.CHILD)),
    Step("who", WHO, reporters.SignedInWhoForm, PROFESSIONAL),
    *DUTY_STEPS,
    *PRIVATE_STEPS,
    *CHILDS_STEPS,
    *OPEN.steps[-3:-1],
)


def content_of(cleaned: Cleaned) -> dict[str, Any]:
    """What is stored of a finished journey. The notice's address is no part of the report."""
    content = {slug: dict(answers) for slug, answers in cleaned.items() if slug != NOTICE.slug}
    if name := content.get("you", {}).get("child_name"):
        content["reporter"]["name"] = name
    for child in content.values():
        if child.get("address_known") == children.SAME:
            child |= {part: content["child-1"].get(part) for part in children.WhereForm.PARTS}
    return content


def notice_address(cleaned: Cleaned) -> str:
    """Where the reporter asked to be told of answers; "" where they did not."""
    answers = cleaned.get(NOTICE.slug, {})
    return answers.get("email") or answers.get("mobile") or ""


def sections(content: dict[str, Any]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """A stored report as it was asked: the title of each answered step, with its questions and answers."""
    steps = (step for step in EVERY_STEP if step.slug in content and step.applies(content))
    answered = ((step.title, list(step.rows(content[step.slug]))) for step in steps)
    return [(title, rows) for title, rows in answered if rows]
