"""Forms in which an employee writes on a case, with files: the note, and the base of messages."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework import notes
from casework.admin.fields import MomentInput
from casework.admin.verbs import ASSIGN, BAR, CHECK, LIFT, RECUSE, TAKE, TextField, Verb, VerbForm
from casework.attachments import files_field
from casework.notes import CaseNote
from casework.replies import LANGUAGES, ReplyTemplate
from casework.uploads import stage_all
from crispy_designsystemet.text import plain

LONGEST_NOTE = 20_000
LONGEST_WHOM = 200
FIRST_YEAR = 2000  # what took place before is a slip of the finger


class FilesVerbForm(VerbForm):
    """With files, staged when nothing else is wrong, or refused by name beside their field."""

    files = files_field()
    field_order = ("text",)

    def clean(self) -> Any:
        cleaned: Any = super().clean()
        if cleaned.get("files") and not self.errors:
            cleaned["files"], refusals = stage_all(cleaned["files"])
            for sentence in refusals:
                self.add_error("files", sentence)
        return cleaned


@dataclass(frozen=True)
class TemplateButton:
    """A reply in one language."""

    template: ReplyTemplate
    language: str

    @property
    def language_name(self) -> Any:
        return LANGUAGES[self.language]


class WritingForm(FilesVerbForm):
    """Writes to whoever sent the case, with the team's templates."""

    @cached_property
    def templates(self) -> dict[str, TemplateButton]:
        """The team's replies for this kind of case, by the values of the buttons that put them in."""
        return {
            f"{one.pk} {language}": TemplateButton(one, language)
            for one in ReplyTemplate.objects.filter(case_kind=self.case.kind())
            for language in one.languages_for(self.case)
        }

    def written_anew(self) -> dict[str, Any] | None:
        """The text so far, and after it the template that was pressed. An unknown one adds nothing."""
        if "template" not in self.data:
            return None
        pressed = self.templates.get(self.data["template"])
        added = pressed.template.filled_for(self.case, pressed.language) if pressed else ""
        return {"text": "\n\n".join(text for text in (plain(self.data.get("text", "")), added) if text)}


class NoteForm(FilesVerbForm):
    """A note; folded away, what it takes to make it the note of a call or a meeting."""

    text = TextField(
        label=_("Skriv et notat"),
        help_text=_("Bare dere som behandler saken, ser notatet og filene."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Skriv noe i notatet først.")},
    )
    kind = forms.ChoiceField(
        label=_("Hva er det et notat fra?"),
        help_text=_("Står over notatet i saken og i arkivet."),
        choices=[
            (CaseNote.Kind.NOTE, _("Ikke fra en samtale")),
            (CaseNote.Kind.PHONE, CaseNote.Kind.PHONE.label),
            (CaseNote.Kind.MEETING, CaseNote.Kind.MEETING.label),
        ],
        initial=CaseNote.Kind.NOTE,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Velg ett av svarene.")},
    )
    took_place_at = forms.DateTimeField(
        label=_("Når var det?"),
        help_text=_("Tomt: en samtale eller et møte var nå."),
        required=False,
        widget=MomentInput,
        error_messages={"invalid": _("Velg dag og klokkeslett.")},
    )
    with_whom = forms.CharField(
        label=_("Hvem snakket du med?"),
        help_text=_("For eksempel «mor» eller «kontaktlæreren». Lagres kryptert."),
        required=False,
        max_length=LONGEST_WHOM,
    )
    files = files_field(
        _(
            "Opptil fem bilder (JPEG, PNG, HEIC) eller PDF-er på høyst 10 MB hver. De kan åpnes når de er "
            "kontrollert for virus."
        ),
        label=_("Legg filer til notatet"),  # another name than the field of the message has
    )
    folded_fields = ("kind", "took_place_at", "with_whom", "files")
    field_order = ("text", *folded_fields)
    folded_label = _("Samtale, møte eller vedlegg")

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or CaseNote.Kind.NOTE

    def clean_took_place_at(self) -> datetime | None:
        at = self.cleaned_data["took_place_at"]
        if at and at > timezone.now():
            raise forms.ValidationError(_("Dette tidspunktet har ikke vært ennå."))
        if at and at.year < FIRST_YEAR:
            raise forms.ValidationError(_("Dette er for lenge siden. Se over årstallet."))
        return at


NOTE = Verb("note", _("Lagre notatet"), notes.keep, _("Notatet er lagret."), form=NoteForm, on_page=True)
COMMON_VERBS = (TAKE, ASSIGN, RECUSE, BAR, LIFT, CHECK, NOTE)
