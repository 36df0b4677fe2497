"""The application for care services as a journey: need first, then services, then what each asks.

Which steps apply follows from the answers and from the age rules of the day. The rules lie in the database,
so the journey is made for one day, and reads them once it is known which services are wished for.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.attachments import FilesForm
from casework.steps import Cleaned, Journey, Step
from services.ages import age_on
from services.forms import ending, entering, needs, people, wishes
from services.models import ServiceType

KIND = "services.application"
Key = ServiceType.Key
type Applies = Callable[[Cleaned], bool]


class Ages:
    """The age rules on one day, in Oslo."""

    def __init__(self, on: date) -> None:
        self.on = on

    @cached_property
    def services(self) -> dict[str, ServiceType]:
        return {one.key: one for one in ServiceType.objects.prefetch_related("age_rules")}

    def misfits(self, cleaned: Cleaned) -> list[str]:
        """The keys of those wished for that are not given at the child's age."""
        wished, born = cleaned.get("wish", {}).get("services", []), cleaned.get("child", {}).get("born")
        if not wished or not born:
            return []
        known = [self.services[key] for key in wished if key in self.services]
        return [one.key for one in known if not one.fits_age(born, self.on)]

    def fitting(self, cleaned: Cleaned) -> list[str]:
        """Those wished for that the application goes on with."""
        misfits = self.misfits(cleaned)
        return [key for key in cleaned.get("wish", {}).get("services", []) if key not in misfits]

    def explained(self, cleaned: Cleaned) -> list[tuple[ServiceType, list[str]]]:
        """Each service that is not given at this age, with the rules of the day in words."""
        misfits = [self.services[key] for key in self.misfits(cleaned)]
        return [
            (one, [rule.note for rule in one.age_rules.all() if rule.in_force(self.on)]) for one in misfits
        ]

    def some_do_not_fit(self, cleaned: Cleaned) -> bool:
        return bool(self.misfits(cleaned)) and bool(self.fitting(cleaned))

    def none_fits(self, cleaned: Cleaned) -> bool:
        return bool(self.misfits(cleaned)) and not self.fitting(cleaned)

    def is_own_child(self, cleaned: Cleaned, *, decides: bool) -> bool:
        """A parent applies for their child, who is of the age to decide alone or is not."""
        born = cleaned.get("child", {}).get("born")
        if cleaned.get("who", {}).get("who") != people.OWN_CHILD or not born:
            return False
        return (age_on(born, self.on) >= people.DECIDES_ALONE) == decides


def _for(*kinds: str) -> Applies:
    return lambda cleaned: cleaned.get("who", {}).get("who") in kinds


def care_journey(on: date) -> Journey:
    """The steps as they are asked on that day."""
    ages = Ages(on)
    return Journey(
        *_about_people(ages),
        Step("contact", _("Slik når vi deg"), people.ContactForm),
        Step("health", _("Hvorfor det trengs hjelp"), needs.HealthForm),
        Step("need", _("Hva som trengs gjennom døgnet"), needs.NeedForm),
        Step("burden", _("Hvordan familien har det"), needs.BurdenForm),
        Step("wish", _("Det du søker om"), wishes.WishForm, decides=True),
        *_of_services(ages),
        Step("interpreter", _("Tolk"), ending.InterpreterForm),
        Step("files", _("Vedlegg"), FilesForm, intro="services/application/intro_files.html"),
        Step("consent", _("Samtykke"), ending.ConsentForm),
    )


def _about_people(ages: Ages) -> tuple[Step, ...]:
    """For whom it is, and who else has a say."""
    return (
        Step("who", _("Hvem søknaden gjelder"), people.WhoForm, decides=True),
        Step(
            "child", _("Barnet"), people.ChildForm, _for(people.OWN_CHILD, people.FOSTER_CHILD), decides=True
        ),
        Step("child", _("Om deg"), people.YouForm, _for(people.SELF)),
        Step("child", _("Den du søker for"), people.OtherForm, _for(people.OTHER)),
        Step(
            "guardian",
            _("Den andre forelderen"),
            people.GuardianForm,
            lambda cleaned: ages.is_own_child(cleaned, decides=False),
        ),
        Step(
            "youth",
            _("Det ungdommen ønsker"),
            people.YouthForm,
            lambda cleaned: ages.is_own_child(cleaned, decides=True),
        ),
    )


def _of_services(ages: Ages) -> tuple[Step, ...]:
    """What does not fit the age, and the questions of each service that the application goes on with."""

    def wished(*keys: str) -> Applies:
        return lambda cleaned: not set(keys).isdisjoint(ages.fitting(cleaned))

    return (
        Step(
            "age",
            _("Alderen passer ikke for alt"),
            wishes.WithoutForm,
            ages.some_do_not_fit,
            "services/application/intro_age.html",
        ),
        Step(
            "age",
            _("Alderen passer ikke"),
            wishes.NoneFitForm,
            ages.none_fits,
            "services/application/intro_age.html",
        ),
        Step(
            "respite",
            _("Avlastning"),
            wishes.RespiteForm,
            wished(Key.INDIVIDUAL_RESPITE, Key.RESIDENTIAL_RESPITE),
        ),
        Step("support", Key.SUPPORT_CONTACT.label, wishes.SupportContactForm, wished(Key.SUPPORT_CONTACT)),
        Step("bpa", Key.BPA.label, wishes.BpaForm, wished(Key.BPA), judge=wishes.judge_hours),
        Step("allowance", Key.CARERS_ALLOWANCE.label, wishes.AllowanceForm, wished(Key.CARERS_ALLOWANCE)),
        Step("plan", Key.INDIVIDUAL_PLAN.label, wishes.PlanForm, wished(Key.INDIVIDUAL_PLAN)),
        Step("after_school", Key.AFTER_SCHOOL.label, wishes.AfterSchoolForm, wished(Key.AFTER_SCHOOL)),
        Step(
            "residence", Key.CHILDRENS_RESIDENCE.label, wishes.ResidenceForm, wished(Key.CHILDRENS_RESIDENCE)
        ),
    )


def entered_journey(on: date) -> Journey:
    """The same steps for an employee who writes for somebody: how it came, and how they are reached."""
    asked = (replace(step, form=entering.FORMS.get(step.form, step.form)) for step in care_journey(on).steps)
    return Journey(Step("entered", _("Søknaden"), entering.EnteredForm), *asked)


def every_step() -> tuple[Any, ...]:
    """Each step there is, for reading what was stored; which day makes no difference to the words."""
    return care_journey(date.max).steps
