"""Users and groups, for the system manager: who may sign in, and what they may open. No case is here."""

import logging

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.exceptions import NotRegistered
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from accounts import roles
from accounts.membership import Membership
from accounts.models import User
from casework.read_only import ReadOnlyAdmin

logger = logging.getLogger(__name__)

# allauth shows its own tables here: keys of sign-in that nobody edits by hand.
for app in ("account", "socialaccount", "mfa"):
    for model in apps.get_app_config(app).get_models():
        try:
            admin.site.unregister(model)
        except NotRegistered:
            continue
admin.site.unregister(Group)


class GroupsField(forms.ModelMultipleChoiceField):
    def _check_values(self, value):
        """No number gets to the database that it cannot hold."""
        if not set(map(str, value)) <= set(map(str, self.queryset.values_list("pk", flat=True))):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super()._check_values(value)


class StaffUserForm(UserChangeForm):
    """Sealed groups are neither offered nor taken; whoever is in one stays there.

    The page carries along which groups it showed, so that one that is old changes only what was ticked on it.
    """

    groups = GroupsField(
        label=_("Grupper"),
        queryset=Group.objects.none(),
        required=False,
        show_hidden_initial=True,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Lukkede grupper står ikke her. Der må et medlem si ja."),
        error_messages={"invalid_choice": _("Denne gruppen er lukket. Du kan ikke sette noen inn i den.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:
            self.fields["groups"].queryset = _open_groups().order_by("name")
            self.initial["groups"] = list(self.instance.groups.exclude(name__in=roles.sealed_groups()))
            self._keep_what_was_shown()

        if "email" in self.fields:
            self.fields["email"].help_text = _("Hit går morgenens påminnelse, og nytt om gruppene.")

    def clean(self):
        cleaned = super().clean()
        if {group.name for group in self._posted(self.add_prefix("groups"))} & roles.sealed_groups():
            logger.warning("sealed_group_refused")
        return cleaned

    def groups_changed(self) -> dict[str, set[Group]]:
        """What this person ticked and unticked. Nothing where the groups are only shown."""
        if "groups" not in self.cleaned_data:
            return {"added": set(), "removed": set()}
        shown, ticked = self._posted(self.add_initial_prefix("groups")), set(self.cleaned_data["groups"])
        return {"added": ticked - shown, "removed": shown - ticked}

    def _save_m2m(self):
        """Not the groups: whoever comes into one, or leaves it, does so by a membership."""

    def _posted(self, name: str) -> set[Group]:
        posted = self.data.getlist(name) if "groups" in self.fields else []
        return {group for group in Group.objects.all() if str(group.pk) in posted} if posted else set()

    def _keep_what_was_shown(self) -> None:
        """A page that showed no group posts none; Django would then show what was ticked as shown before."""
        if self.is_bound:
            self.data = self.data.copy()
            self.data.setlistdefault(self.add_initial_prefix("groups"))


@admin.register(User)
class StaffUserAdmin(UserAdmin):
    """Employees only. Nobody is deleted, since what they did keeps their name; they are closed instead."""

    form = StaffUserForm
    list_display = ("username", "full_name", "group_list", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    # A search by name would stand in the address and in every log of it.
    search_fields = ()
    filter_horizontal = ()
    sortable_by = ("username", "last_login")
    readonly_fields = ("sealed", "last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password", "first_name", "last_name", "email", "is_active")}),
        (_("Grupper"), {"fields": ("groups", "sealed", "is_superuser")}),
        (_("Innlogging"), {"fields": ("last_login", "date_joined")}),
    )

    @admin.display(description=_("navn"))
    def full_name(self, user: User) -> str:
        return user.get_full_name()

    @admin.display(description=_("grupper"))
    def group_list(self, user: User) -> str:
        return ", ".join(sorted(group.name for group in user.groups.all()))

    @admin.display(description=_("lukkede grupper"))
    def sealed(self, user: User) -> str:
        return ", ".join(sorted(user.group_names & roles.sealed_groups())) or "–"

    def get_queryset(self, request):
        return super().get_queryset(request).filter(kind=User.Kind.STAFF).prefetch_related("groups")

    def get_fieldsets(self, request, obj=None):
        (_title, person), *others = super().get_fieldsets(request, obj)
        if obj and _is_out_of_reach(obj):  # merely to be read, it would be the hash itself
            person = {"fields": [name for name in person["fields"] if name != "password"]}
        return [(None, person), *others]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        if not request.user.is_superuser:
            fields = (*fields, "is_superuser")
        if obj:  # the access log knows people by it: a changed name would give away their reads
            fields = (*fields, "username")
        if obj and obj.follows_entra:
            fields = (*fields, "groups")
        if obj and _is_out_of_reach(obj):
            fields = (*fields, "first_name", "last_name", "email")
        if obj == request.user:  # nobody lets themself in
            fields = (*fields, "groups")
        return fields

    def has_change_permission(self, request, obj=None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or request.user.is_superuser or not obj.is_superuser)

    def has_delete_permission(self, request, obj=None) -> bool:
        return False

    def save_model(self, request, obj, form, change):
        if not change:  # whom Entra ID has locked out stays so
            obj.is_staff = True
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change:
            Membership.manage(form.instance, **form.groups_changed(), by=request.user)

    def user_change_password(self, request, id, form_url=""):
        """Refused where a new password would be a way into a sealed group, or of no use."""
        user = self.get_object(request, unquote(id))
        if user and _is_out_of_reach(user):
            logger.warning("password_change_refused")
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)


@admin.register(Group)
class RoleAdmin(ReadOnlyAdmin):
    """The roles as they are. They are changed in the role table, by a reviewed change of the code."""

    list_display = ("name", "description", "is_sealed", "members")
    fields = readonly_fields = ("name", "description", "is_sealed", "members")
    sortable_by = ("name",)

    @admin.display(description=_("hva rollen er til"))
    def description(self, group: Group) -> str:
        role = roles.table().get(group.name)
        return role.description if role else "–"

    @admin.display(description=_("lukket"), boolean=True)
    def is_sealed(self, group: Group) -> bool:
        return group.name in roles.sealed_groups()

    @admin.display(description=_("medlemmer"))
    def members(self, group: Group) -> int:
        return group.members

    def get_queryset(self, request):
        active = Q(user__is_active=True)
        return super().get_queryset(request).annotate(members=Count("user", filter=active))


def _is_out_of_reach(user: User) -> bool:
    """A new password or name would be a way into a sealed group, or of no use."""
    return user.is_sealed or user.follows_entra


def _open_groups():
    return Group.objects.exclude(name__in=roles.sealed_groups())
