"""See first, save afterwards: a button that shows what the form would lead to and keeps nothing."""

from django import forms

PREVIEW = "_preview"


class PreviewableForm(forms.ModelForm):
    """A form that is never valid to save while it is looked at, though nothing in it is wrong."""

    previewing = False

    def is_valid(self) -> bool:
        return super().is_valid() and not self.previewing

    def _update_errors(self, errors) -> None:
        """Put what a model says of a translated text beside the bokmål field: the form has no other."""
        by_field = getattr(errors, "error_dict", {})
        for name in [name for name in by_field if name not in self.fields and f"{name}_nb" in self.fields]:
            by_field[f"{name}_nb"] = by_field.pop(name)
        super()._update_errors(errors)


class PreviewAdmin:
    """An admin with a preview above its form. Areas say in `preview()` what it shows, as template context."""

    form = PreviewableForm
    change_form_template = "admin/casework/content_form.html"
    preview_template: str
    preview_label: str
    save_label: str

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.previewing = PREVIEW in request.POST  # the class was made for this request
        return form

    def render_change_form(self, request, context, **kwargs):
        form = context["adminform"].form
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        if form.previewing and not form.errors and all(formset.is_valid() for formset in formsets):
            context |= {"preview": self.preview(form, formsets), "preview_template": self.preview_template}
        context |= {
            "preview_label": self.preview_label,
            "save_label": self.save_label,
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
        }
        return super().render_change_form(request, context, **kwargs)

    def preview(self, form, formsets) -> dict:
        """What the preview's template is given, from a form and formsets in which nothing is wrong."""
        raise NotImplementedError
