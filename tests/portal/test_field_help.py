"""Help where it is needed: each field that staff fill in explains itself, or its label says it all."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.forms import HiddenInput
from django.test import RequestFactory

from accounts.models import User
from casework.admin import CaseAdmin
from tests.accounts.sign_in import staff

pytestmark = pytest.mark.django_db

# A question with its answers beside it, or a name that means one thing.
CLEAR = {
    "ConcernReport": {"outcome", "conclusion", "how"},
    "CareApplication": {"key", "outcome", "granted", "which"},
    "Volunteer": {"certificate", "how"},
    "HelpRequest": {"how"},
    "InvoiceRequest": {"terms"},
    "Helpline": {"name", "for_children", "for_guardians", "for_everyone"},
    "Number": {"kind"},
}
CLEAR_IN_ALL = {"items"}  # the checklist


def fields_of(request, desk):
    """The fields by the thing they are of, without hidden ones."""
    if isinstance(desk, CaseAdmin):
        forms = [(desk.model, verb.form) for verb in desk.verbs]
    elif desk.has_add_permission(request) or desk.has_change_permission(request):
        inlines = [(one.model, one.get_formset(request).form) for one in desk.get_inline_instances(request)]
        forms = [(desk.model, desk.get_form(request, change=True)), *inlines]
    else:
        forms = []
    for model, form in forms:
        for name, field in form.base_fields.items():
            if not isinstance(field.widget, HiddenInput):
                yield model.__name__, name, field


@pytest.fixture
def request_(db):
    call_command("sync_roles", verbosity=0)
    user = staff("alle", is_superuser=True)
    user.groups.set(Group.objects.all())
    made = RequestFactory().get("/")
    made.user, made.session = User.objects.get(pk=user.pk), {}
    return made


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.label)
def test_every_field_explains_itself(request_, model):
    unexplained = {
        (of, name)
        for of, name, field in fields_of(request_, admin.site._registry[model])
        if not field.help_text and name.removesuffix("_nb") not in CLEAR.get(of, set()) | CLEAR_IN_ALL
    }
    assert unexplained == set()
