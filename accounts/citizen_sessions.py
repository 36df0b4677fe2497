"""Citizens' sessions, in a table of their own.

A session's key is what its cookie holds: whoever reads the table can be anybody in it. The public
face's database role therefore never sees the table of the employees' sessions.
"""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.models import CitizenSession


class SessionStore(DatabaseStore):
    """SESSION_ENGINE of the public face."""

    @classmethod
    def get_model_class(cls) -> type[CitizenSession]:
        return CitizenSession
