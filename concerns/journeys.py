"""The ways to report: an open one without login, and one for professionals who sign in."""

from django.utils.translation import gettext_lazy as _

from casework.steps import Journey, Step
from concerns.forms import ChildForm, ReporterForm, WhoForm, WorryForm

OPEN = Journey(
    Step("who", _("Hvem du er"), WhoForm),
    Step("child-1", _("Barnet"), ChildForm, intro="concerns/intro_child.html"),
    Step("worry", _("Bekymringen"), WorryForm, intro="concerns/intro_worry.html"),
    Step("reporter", _("Deg som melder"), ReporterForm),
)
