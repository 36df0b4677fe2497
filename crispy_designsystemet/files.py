"""Choosing files without script: several at once, and a list of those that are with us already."""

from collections.abc import Iterable
from dataclasses import dataclass

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from crispy_designsystemet.layout import Button


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files. Gives a list of UploadedFile, empty where nothing was chosen.

    accept: the endings that the browser offers first, comma between. What a file is, whoever takes it in
    must see for themself; an empty file, too, is theirs to refuse by name.
    """

    widget = FilesInput

    def __init__(self, *, accept: str = "", **kwargs):
        super().__init__(allow_empty_file=True, **kwargs)
        self.widget.attrs["accept"] = accept

    def clean(self, data, initial=None) -> list:
        if not data:
            super().clean(None)  # raises where a file is asked for
        return [super(FilesField, self).clean(one) for one in data or []]


@dataclass(frozen=True)
class ChosenFile:
    """A file in the list. Its button posts `remove` under the name of the list's button."""

    name: str
    size: int
    remove: str


class ChosenFiles(LayoutObject):
    """The button that takes in what was chosen, and under it the files taken in so far."""

    def __init__(self, add: Button, files: Iterable[ChosenFile]):
        self.fields, self.add, self.files = [], add, list(files)

    def render(self, form, context, template_pack=TEMPLATE_PACK, **kwargs) -> SafeString:
        shown = {"add": self.add, "files": self.files}
        return render_to_string(f"{template_pack}/layout/chosen_files.html", shown)
