"""The ways to report. One so far: a private person's."""

from django.utils.translation import gettext_lazy as _

from casework.steps import Journey, Step
from concerns.forms import ChildForm, ReporterForm, WorryForm

PRIVATE = Journey(
    Step("child", _("Barnet"), ChildForm, intro="concerns/intro_child.html"),
    Step("worry", _("Bekymringen"), WorryForm, intro="concerns/intro_worry.html"),
    Step("reporter", _("Deg som melder"), ReporterForm),
)
