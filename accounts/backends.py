"""Whose session is whose: citizens are known again by a backend of their own."""

from django.contrib.auth.backends import BaseBackend

from accounts.models import User


class CitizenBackend(BaseBackend):
    """Finds the citizen of a session, and no employee. Nobody signs in with a password through it."""

    def get_user(self, user_id) -> User | None:
        return User.objects.filter(pk=user_id, kind=User.Kind.CITIZEN, is_active=True).first()
