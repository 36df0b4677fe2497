"""The services of the municipality as citizens read about them, and as applications name them."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.ages import within
from services.models.dated import Dated, ends_after_it_starts


class ServiceTypeQuerySet(models.QuerySet):
    def published(self):
        return self.filter(published=True)

    def with_facts(self):
        """With everything a service's page says, in a number of queries that does not grow."""
        return self.prefetch_related("law", "age_rules", "contacts")


class ServiceType(models.Model):
    """One service. `key` is what code and applications call it and never changes; `slug` is its address.

    A text that is empty is one that no source gives: pages say so in words and never guess.
    """

    class Key(models.TextChoices):
        INDIVIDUAL_RESPITE = "individual_respite", _("Individuell avlastning")
        RESIDENTIAL_RESPITE = "residential_respite", _("Avlastning på institusjon")
        SUPPORT_CONTACT = "support_contact", _("Støttekontakt")
        BPA = "bpa", _("Brukerstyrt personlig assistanse (BPA)")
        CARERS_ALLOWANCE = "carers_allowance", _("Omsorgsstønad")
        INDIVIDUAL_PLAN = "individual_plan", _("Individuell plan")
        AFTER_SCHOOL = "after_school", _("Etter skole-tilbud (EST)")
        CHILDRENS_RESIDENCE = "childrens_residence", _("Barnebolig")

    class Recipient(models.TextChoices):
        """Whose service it is in law, and so who is the party of the case."""

        CHILD = "child", _("Barnet")
        CARER = "carer", _("Den som har omsorgen")

    key = models.CharField(_("tjeneste"), max_length=30, choices=Key, unique=True)
    slug = models.SlugField(_("nettadresse"), max_length=80, unique=True)
    recipient = models.CharField(_("tjenesten er for"), max_length=10, choices=Recipient)
    name = models.CharField(_("navn"), max_length=120)
    summary = models.CharField(_("kort sagt"), max_length=240, help_text=_("Én setning til oversikten."))
    about = models.TextField(_("hva det er"), help_text=_("Markdown. HTML blir ikke brukt."))
    for_whom = models.TextField(_("hvem det er for"))
    at_a_place = models.BooleanField(_("gis på et bestemt sted"), default=False)
    place = models.TextField(
        _("hvor det er"),
        blank=True,
        help_text=_(
            "Markdown. Tomt: siden sier at stedet ikke er oppgitt, om tjenesten gis på et bestemt sted."
        ),
    )
    weighed = models.TextField(
        _("hva kommunen legger vekt på"),
        blank=True,
        help_text=_("Kommer etter at vi kartlegger hva dere trenger."),
    )
    cost = models.TextField(
        _("hva det koster"), blank=True, help_text=_("Tomt: siden sier at prisen ikke er oppgitt.")
    )
    waiting = models.TextField(
        _("hvor lenge man venter"), blank=True, help_text=_("Tomt: siden sier at ventetiden ikke er oppgitt.")
    )
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=100)
    published = models.BooleanField(_("vises på nettsidene"), default=True)
    source = models.CharField(_("kilde"), max_length=40, blank=True)
    source_note = models.TextField(_("merknad til kilden"), blank=True)
    by_staff = models.BooleanField(_("endret av ansatte"), default=False, editable=False)
    contacts = models.ManyToManyField(
        "services.CareContact", verbose_name=_("hvem man ringer"), blank=True, related_name="services"
    )

    objects = ServiceTypeQuerySet.as_manager()

    class Meta:
        verbose_name = _("tjeneste")
        verbose_name_plural = _("tjenester")
        ordering = ["order", "key"]

    def __str__(self) -> str:
        return self.name

    def fits_age(self, birth_date: date, on: date) -> bool:
        """Whether the age rules of that day allow a person born then; without a rule everybody fits."""
        return all(rule.fits(birth_date, on) for rule in self.age_rules.all() if rule.in_force(on))

    def law_on(self, on: date) -> list["LawReference"]:
        """The paragraphs that count on a day, in order."""
        return [row for row in self.law.all() if row.in_force(on)]

    def appeal(self, on: date) -> "LawReference | None":
        """The paragraph that says how long one may appeal a decision notified on that day."""
        return next((row for row in self.law_on(on) if row.kind == LawReference.Kind.APPEAL), None)

    def appeal_weeks(self, on: date) -> int | None:
        """Weeks to appeal from the day of notification; None where no row of that day says it."""
        paragraph = self.appeal(on)
        return paragraph.weeks if paragraph else None


class LawReference(Dated):
    """A paragraph that a service rests on. Paragraphs move: what counted earlier stays, with its last day."""

    class Kind(models.TextChoices):
        DUTY = "duty", _("Kommunens plikt")
        RIGHT = "right", _("Din rett")
        APPEAL = "appeal", _("Klage")

    service = models.ForeignKey(ServiceType, on_delete=models.CASCADE, related_name="law")
    kind = models.CharField(_("hva det gjelder"), max_length=10, choices=Kind)
    act = models.CharField(_("lov"), max_length=120)
    paragraph = models.CharField(_("paragraf"), max_length=60)
    weeks = models.PositiveSmallIntegerField(_("klagefrist i uker"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=100)

    class Meta:
        verbose_name = _("lovhjemmel")
        verbose_name_plural = _("lovhjemler")
        ordering = ["order", "pk"]
        constraints = [
            ends_after_it_starts("law_reference_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(kind="appeal", weeks__isnull=False, weeks__gte=1)
                | (~models.Q(kind="appeal") & models.Q(weeks=None)),
                name="only_an_appeal_has_weeks",
                violation_error_message=_("Skriv klagefristen i uker for en klageregel, og bare der."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.paragraph}"


class AgeRule(Dated):
    """From which age and to which a service is given, both included; an empty bound is none."""

    service = models.ForeignKey(ServiceType, on_delete=models.CASCADE, related_name="age_rules")
    lowest = models.PositiveSmallIntegerField(_("laveste alder"), null=True, blank=True)
    highest = models.PositiveSmallIntegerField(
        _("høyeste alder"), null=True, blank=True, help_text=_("17 for den som skal være under 18 år.")
    )
    note = models.CharField(_("sagt i ord"), max_length=200)

    class Meta:
        verbose_name = _("aldersregel")
        verbose_name_plural = _("aldersregler")
        ordering = ["valid_from", "pk"]
        constraints = [
            ends_after_it_starts("age_rule_ends_after_it_starts"),
            models.CheckConstraint(
                condition=models.Q(lowest=None)
                | models.Q(highest=None)
                | models.Q(highest__gte=models.F("lowest")),
                name="age_rule_has_an_age",
                violation_error_message=_("Høyeste alder er lavere enn laveste alder."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lowest or 0}–{'' if self.highest is None else self.highest}"

    def fits(self, birth_date: date, on: date) -> bool:
        """Whether somebody born then has the right age on that day. Asks the dates alone."""
        return within(birth_date, on, self.lowest, self.highest)
