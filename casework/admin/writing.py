"""Forms that write to whoever sent the case: with the team's templates, and with files."""

from typing import Any

from django.utils.functional import cached_property

from casework.admin.verbs import VerbForm
from casework.replies import ReplyTemplate
from casework.uploads import stage_all
from crispy_designsystemet.text import plain


class WritingForm(VerbForm):
    """Subclasses have `text` and `files`. The files are staged, or refused by name beside their field."""

    @cached_property
    def templates(self) -> list[ReplyTemplate]:
        """The team's replies for this kind of case. Each is a button that puts its text into the field."""
        return list(ReplyTemplate.objects.filter(case_kind=self.case.kind()))

    def written_anew(self) -> dict[str, Any] | None:
        """The text so far, and after it the template that was pressed. An unknown one adds nothing."""
        if "template" not in self.data:
            return None
        chosen = [one for one in self.templates if str(one.pk) == self.data["template"]]
        texts = [plain(self.data.get("text", "")), *(one.filled_for(self.case) for one in chosen)]
        return {"text": "\n\n".join(text for text in texts if text)}

    def clean(self) -> Any:
        cleaned: Any = super().clean()
        if cleaned.get("files") and not self.errors:
            cleaned["files"], refusals = stage_all(cleaned["files"])
            for sentence in refusals:
                self.add_error("files", sentence)
        return cleaned
