"""Whose session is whose: citizens are known again by a backend of their own."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.backends import BaseBackend

from accounts.models import User


class StaffBackend(AuthenticationBackend):
    """Signs employees in. Their groups say what they may do: nobody has a permission of their own."""

    def get_user(self, user_id: Any) -> User | None:
        return User.with_rights(user_id)

    def get_user_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        return super().get_user_permissions(user_obj, obj) if user_obj.is_superuser else set()

    def get_group_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        if user_obj.is_superuser or not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return super().get_group_permissions(user_obj, obj)
        return set(user_obj.group_permissions)


class CitizenBackend(BaseBackend):
    """Finds the citizen of a session, and no employee. Nobody signs in with a password through it."""

    def get_user(self, user_id) -> User | None:
        return User.objects.filter(pk=user_id, kind=User.Kind.CITIZEN, is_active=True).first()
