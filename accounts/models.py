from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Somebody who can sign in: an employee by Entra ID or password, a citizen by ID-porten.

    A citizen has no name, e-mail or password here; who they are lies encrypted beside the user.
    """

    class Kind(models.TextChoices):
        STAFF = "staff", _("Ansatt")
        CITIZEN = "citizen", _("Innbygger")

    kind = models.CharField(_("type"), max_length=10, choices=Kind, default=Kind.STAFF)

    class Meta(AbstractUser.Meta):
        verbose_name = _("bruker")
        verbose_name_plural = _("brukere")

    def __str__(self) -> str:
        return self.username

    def in_group(self, name: str) -> bool:
        """True for a member. Superusers get no short cut: membership is what opens a case."""
        return name in self.group_names

    @property
    def group_names(self) -> frozenset[str]:
        if not hasattr(self, "_group_names"):
            self._group_names = frozenset(self.groups.values_list("name", flat=True))
        return self._group_names
