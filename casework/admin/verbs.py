"""What caseworkers do to a case. Each verb is one button, or one page with a form, and one event."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from casework import bars, checklists, referrals
from casework.bars import Bar
from casework.cases import Case
from crispy_designsystemet.text import plain


class VerbForm(forms.Form):
    """What a verb asks. Its cleaned fields reach the verb by name; without fields it only asks for a yes."""

    use_required_attribute = False  # the server says what is missing, beside the field
    from_address: ClassVar[tuple[str, ...]] = ()  # fields that a link to the verb's page may fill in
    folded_fields: ClassVar[tuple[str, ...]] = ()  # those that lie under `folded_label` until asked for
    folded_label: ClassVar[Any] = ""

    def __init__(self, *args: Any, case: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.case, self.user = case, user

    def at_first(self) -> list[forms.BoundField]:
        return [field for field in self if field.name not in self.folded_fields]

    def folded(self) -> list[forms.BoundField]:
        return [field for field in self if field.name in self.folded_fields]

    def written_anew(self) -> dict[str, Any] | None:
        """What the fields say after a button that does not do the verb; None for the verb's own."""
        return None


def always(case: Case, user: Any) -> bool:
    return True


def is_open(case: Case, user: Any) -> bool:
    return case.status not in case.final_statuses


def can_be_taken(case: Case, user: Any) -> bool:
    return is_open(case, user) and case.assigned_to_id != user.pk


def has_barred(case: Case, user: Any) -> bool:
    known = getattr(case, "has_bars", None)  # what the case page has asked with the case
    return barred(case).exists() if known is None else known


@dataclass(frozen=True)
class Verb:
    """A button on the case page.

    do: changes the case; called with the case, `by`, and what the form asks. applies: whether it makes
    sense for this case and person now. explains: what it will do and send, said before it is done.
    for_leaders: the team's leader alone. confirmed: the button leads to a page of its own first. on_page:
    the form stands on the case page. checks_version: the second of two writers is refused. unopened: needs
    nothing of the case's content, so it is offered before the case is opened. leads_to: the page that comes
    next, by its name, where that is not the case.
    """

    name: str
    label: Any
    do: Callable[..., None]
    done: Any
    applies: Callable[[Any, Any], bool] = always
    form: type[VerbForm] = VerbForm
    explains: Any = ""
    for_leaders: bool = False
    confirmed: bool = False
    on_page: bool = False
    checks_version: bool = True
    unopened: bool = False
    leads_to: str = ""

    @property
    def has_page(self) -> bool:
        return self.confirmed or bool(self.form.base_fields)


# --- people -------------------------------------------------------------------------------------------
BY_NAME = ("first_name", "last_name", "username")


def members(case: Case | type[Case]) -> QuerySet:
    """Everybody whose group opens this kind of case, barred from this one or not."""
    return get_user_model().in_groups(case.groups_that_may_open).order_by(*BY_NAME)


def barred(case: Case) -> QuerySet:
    """Those whose bar can be lifted: what somebody has declared is theirs alone to take back."""
    return _who_may_read(case).filter(pk__in=_barred_ids(case).filter(conflict=None))


def not_barred(case: Case) -> QuerySet:
    return members(case).exclude(pk__in=_barred_ids(case))


def can_be_barred(case: Case) -> QuerySet:
    return _who_may_read(case).exclude(pk__in=_barred_ids(case))


def _who_may_read(case: Case) -> QuerySet:
    """The members, and those at the desks that word of the case was sent to."""
    groups = {*case.groups_that_may_open, *referrals.readers_of(case)}
    return get_user_model().in_groups(groups).order_by(*BY_NAME)


def is_the_last(case: Case, person: Any) -> bool:
    """Whether this person alone may open the case. Barred from it, it would be in nobody's list."""
    return list(not_barred(case).values_list("pk", flat=True)[:2]) == [person.pk]


NOBODY_LEFT = _(
    "Da er det ingen igjen som kan åpne saken, og den blir borte for alle. Sørg først for at en kollega "
    "til får tilgang."
)


def _barred_ids(case: Case) -> QuerySet:
    return Bar.objects.filter(case_id=case.pk).values("user_id")


def name_of(person: Any) -> str:
    """What colleagues call somebody."""
    return person.get_full_name() or person.get_username()


class PersonField(forms.ModelChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return name_of(person)


class PersonForm(VerbForm):
    """Chooses one of the group's members; `people` says which."""

    people: Callable[[Case], QuerySet] = staticmethod(not_barred)
    person = PersonField(
        queryset=None,
        label=_("Hvem?"),
        help_text=_("Her står de som har rollen som åpner saken, og ikke er sperret fra den."),
        error_messages={"required": _("Velg hvem det gjelder.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = self.people(self.case)


class BarForm(PersonForm):
    people = staticmethod(can_be_barred)
    person = PersonField(
        queryset=None,
        label=_("Hvem?"),
        help_text=_("Her står de som kan lese saken, eller det som er sendt over til andre om den."),
        error_messages={"required": _("Velg hvem det gjelder.")},
    )

    def clean_person(self) -> Any:
        if is_the_last(self.case, self.cleaned_data["person"]):
            raise forms.ValidationError(NOBODY_LEFT)
        return self.cleaned_data["person"]


class RecuseForm(VerbForm):
    def clean(self) -> Any:
        if is_the_last(self.case, self.user):
            raise forms.ValidationError(NOBODY_LEFT)
        return super().clean()


class BarredPersonForm(PersonForm):
    people = staticmethod(barred)
    person = PersonField(
        queryset=None,
        label=_("Hvem?"),
        help_text=_("Her står de som er sperret på saken. Det noen har meldt selv, tar de tilbake selv."),
        error_messages={"required": _("Velg hvem det gjelder.")},
    )


# --- text ---------------------------------------------------------------------------------------------
class TextField(forms.CharField):
    """Several lines, without signs that nobody wrote to be read."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return super().to_python(plain(value) if value else value)


class ChecklistForm(VerbForm):
    """The desk's checklist for this type of case, with what is ticked off."""

    items = forms.MultipleChoiceField(
        label=_("Sett kryss ved det som er gjort"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.done = checklists.checks_of(self.case)
        self.fields["items"].choices = [
            (item, self._words(item, words)) for item, words in self.case.checklist.items()
        ]
        self.fields["items"].initial = list(self.done)

    def _words(self, item: str, words: Any) -> str:
        """The item; of one that is ticked off, since when."""
        if item not in self.done:
            return str(words)
        return f"{words} ({date_format(timezone.localtime(self.done[item].at), 'j. b Y')})"


# --- verbs --------------------------------------------------------------------------------------------
def take(case: Case, *, by: Any) -> None:
    case.assign(by, by=by)


def assign(case: Case, *, by: Any, person: Any) -> None:
    case.assign(person, by=by)


def shut_out(case: Case, *, by: Any, person: Any) -> None:
    referrals.shut_out(case, person, by=by)


def recuse(case: Case, *, by: Any) -> None:
    referrals.shut_out(case, by, by=by)


def let_in(case: Case, *, by: Any, person: Any) -> None:
    bars.lift(case, person, by=by)


TAKE = Verb(
    "take",
    _("Ta saken"),
    take,
    _("Saken er din."),
    applies=can_be_taken,
    explains=_("Du blir saksbehandler. Er saken en kollegas, blir den din. Innbyggeren får ikke beskjed."),
    unopened=True,
)
ASSIGN = Verb(
    "assign",
    _("Fordel"),
    assign,
    _("Saken er fordelt."),
    applies=is_open,
    form=PersonForm,
    explains=_("Saken får denne saksbehandleren. Hen finner den under «Mine saker»."),
    for_leaders=True,
    unopened=True,
)
CHECK = Verb(
    "check",
    _("Lagre sjekklisten"),
    checklists.tick,
    _("Sjekklisten er lagret."),
    applies=lambda case, user: bool(case.checklist) and is_open(case, user),
    form=ChecklistForm,
    explains=_("Bare dere som behandler saken, ser sjekklisten. Den stopper ingenting."),
    on_page=True,
)
RECUSE = Verb(
    "recuse",
    _("Jeg er inhabil"),
    recuse,
    _("Du er meldt inhabil, og ser ikke lenger saken."),
    form=RecuseForm,
    explains=_(
        "Saken forsvinner for deg med en gang: fra lister, søk og tall. Er den din, blir den uten "
        "saksbehandler. Bare lederen kan slippe deg inn igjen."
    ),
    confirmed=True,
    checks_version=False,
    unopened=True,
)
BAR = Verb(
    "bar",
    _("Sperr for en kollega"),
    shut_out,
    _("Kollegaen er sperret ute fra saken."),
    form=BarForm,
    explains=_("Saken forsvinner for kollegaen med en gang: fra lister, søk og tall. Hen får ikke beskjed."),
    for_leaders=True,
    checks_version=False,
    unopened=True,
)
LIFT = Verb(
    "lift",
    _("Opphev en sperre"),
    let_in,
    _("Sperren er opphevet."),
    applies=has_barred,
    form=BarredPersonForm,
    explains=_("Kollegaen kan se og behandle saken igjen."),
    for_leaders=True,
    checks_version=False,
    unopened=True,
)
