"""A line that people call, or a place with hours; published as revisions."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.numbers import DigitsField
from helplines import snapshots
from helplines.validation import end_after_start, validate_months


class HelplineQuerySet(models.QuerySet):
    def shown_on(self, day):
        """Lines whose dates include `day`."""
        return self.filter(
            models.Q(shown_from=None) | models.Q(shown_from__lte=day),
            models.Q(shown_to=None) | models.Q(shown_to__gte=day),
        )

    def unconfirmed_since(self, moment):
        """Lines that somebody must look over: not confirmed after `moment`, and not exempt."""
        late = models.Q(confirmed_at=None) | models.Q(confirmed_at__lt=moment)
        return self.filter(late, acute_order=None, national=False)

    def confirm(self, *, by, at=None) -> int:
        """Note that everything published about these lines is still right; returns how many."""
        return self.update(confirmed_at=at or timezone.now(), confirmed_by=by)


class Helpline(models.Model):
    """One entry in the directory. The rows are staff's working copy; `published` is what citizens see."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Telefon")
        PLACE = "place", _("Sted")

    class Zone(models.TextChoices):
        NORTH = "nord", _("Nord")
        SOUTH = "sør", _("Sør")

    class OnHolidays(models.TextChoices):
        CLOSED = "closed", _("Stengt")
        AS_USUAL = "as_usual", _("Åpent som vanlig")
        UNKNOWN = "unknown", _("Vet ikke")

    class OnHalfDays(models.TextChoices):
        UNKNOWN = "unknown", _("Vet ikke")
        AS_USUAL = "as_usual", _("Åpent som vanlig")
        UNTIL_NOON = "until_noon", _("Stenger klokken 12")
        CLOSED = "closed", _("Stengt")

    slug = models.SlugField(_("nettadresse"), max_length=80, unique=True)
    kind = models.CharField(_("type"), max_length=10, choices=Kind, default=Kind.PHONE)
    name = models.CharField(_("navn"), max_length=120)
    summary = models.TextField(_("hva du kan ringe om"), blank=True)
    who_answers = models.TextField(_("hvem som svarer"), blank=True)
    privacy = models.TextField(
        _("hva foreldre får vite"),
        blank=True,
        help_text=_("For barn: hva som blir sagt til foreldre, og om samtalen vises på regningen."),
    )
    languages = models.CharField(_("språk"), max_length=200, blank=True)
    cost = models.CharField(_("pris"), max_length=200, blank=True)
    address = models.CharField(_("sted"), max_length=200, blank=True)

    for_children = models.BooleanField(_("for barn og ungdom"), default=False)
    for_guardians = models.BooleanField(_("for foreldre og foresatte"), default=False)
    for_everyone = models.BooleanField(_("for alle"), default=False)
    zone = models.CharField(_("sone"), max_length=10, choices=Zone, blank=True)
    acute_order = models.PositiveSmallIntegerField(
        _("plass i akuttlista"),
        null=True,
        blank=True,
        help_text=_("Tomt: linja står ikke i akuttlista. 1 står først."),
    )
    national = models.BooleanField(_("nasjonal tjeneste"), default=False)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=100)
    supplements = models.ManyToManyField(
        "self",
        verbose_name=_("et tillegg til"),
        symmetrical=False,
        blank=True,
        related_name="supplemented_by",
    )
    contact_role = models.CharField(
        _("kontakt (rolle)"), max_length=120, blank=True, help_text=_("Skriv rollen, ikke navnet.")
    )
    contact_number = DigitsField(_("kontaktens nummer"), blank=True)
    owner_email = models.EmailField(
        _("e-post til den som passer på linja"), blank=True, help_text=_("Får påminnelse etter 30 dager.")
    )

    shown_from = models.DateField(_("vises fra"), null=True, blank=True)
    shown_to = models.DateField(_("vises til og med"), null=True, blank=True)
    always = models.BooleanField(_("døgnåpent"), default=False)
    hours_known = models.BooleanField(_("åpningstiden er kjent"), default=True)
    on_holidays = models.CharField(
        _("på helligdager"), max_length=10, choices=OnHolidays, default=OnHolidays.CLOSED
    )
    on_half_days = models.CharField(
        _("på halve dager"),
        max_length=10,
        choices=OnHalfDays,
        default=OnHalfDays.UNKNOWN,
        help_text=_("Julaften, nyttårsaften, onsdag før påske, påskeaften og pinseaften."),
    )
    closed_months = models.CharField(
        _("stengte måneder"),
        max_length=40,
        blank=True,
        validators=[validate_months],
        help_text=_("Tall med komma mellom. 7 er juli."),
    )

    confirmed_at = models.DateTimeField(_("bekreftet"), null=True, blank=True, editable=False)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("bekreftet av"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reminded_at = models.DateTimeField(_("sist påminnet"), null=True, blank=True, editable=False)
    source = models.CharField(_("kilde"), max_length=40, blank=True)
    source_note = models.TextField(_("merknad til kilden"), blank=True)
    published = models.ForeignKey(
        "helplines.Revision",
        verbose_name=_("publisert utgave"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = HelplineQuerySet.as_manager()

    class Meta:
        verbose_name = _("hjelpetelefon")
        verbose_name_plural = _("hjelpetelefoner")
        ordering = ["order", "slug"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse dates that end before they start, and a line that nobody is told to call."""
        end_after_start(self.shown_from, self.shown_to, "shown_to")
        if not (self.for_children or self.for_guardians or self.for_everyone):
            raise ValidationError({"for_everyone": _("Velg minst én målgruppe.")})

    @transaction.atomic
    def publish(self, *, by=None, comment: str = ""):
        """Make the rows as they stand what citizens see; returns the new revision.

        `by` is the person, or None when the content set does it. Nothing changed: the revision
        that is published already is returned, and no new one is made.
        """
        content = snapshots.of(self)
        digest = snapshots.digest(content)
        if self.published and self.published.digest == digest:
            return self.published
        self.published = self.revisions.create(
            content=content, digest=digest, created_by=by, by_staff=by is not None, comment=comment
        )
        self.save(update_fields=["published"])
        return self.published

    @transaction.atomic
    def restore(self, revision, *, by, comment: str = ""):
        """Write an earlier revision back into the rows and publish it; returns the new revision."""
        if revision.helpline_id != self.pk:
            raise ValueError("a revision of another line")
        snapshots.write(self, revision.content)
        return self.publish(by=by, comment=comment or _("Gjenopprettet"))

    def confirm(self, *, by, at=None) -> None:
        """Note that what is published is still right. Not a revision: nothing changed."""
        self.confirmed_at, self.confirmed_by = at or timezone.now(), by
        self.save(update_fields=["confirmed_at", "confirmed_by"])
