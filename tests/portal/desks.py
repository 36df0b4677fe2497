"""Every desk with cases, each with one case and a member who may open it."""

import pytest
from django.contrib import admin
from django.urls import reverse

from casework.admin import CaseAdmin
from tests.accounts.sign_in import signed_in, staff
from tests.portal.cast import Scene

DESKS = [desk for desk in admin.site._registry.values() if isinstance(desk, CaseAdmin)]
by_desk = pytest.mark.parametrize("desk", DESKS, ids=lambda desk: desk.opts.model_name)


class Case:
    """A case of one desk, a member of every group that opens it, and the addresses of its pages."""

    def __init__(self, desk: CaseAdmin, scene: Scene) -> None:
        self.desk, self.case = desk, scene.row(desk.opts.label_lower)
        self.user = staff("member", *desk.model.groups_that_may_open)
        self.client = signed_in(self.user)

    def address(self, page: str, *args) -> str:
        return reverse(f"admin:{self.desk.opts.app_label}_{self.desk.opts.model_name}_{page}", args=args)

    def row(self) -> dict:
        """The case as it stands in the database."""
        return self.desk.model._base_manager.filter(pk=self.case.pk).values().get()

    def pages(self) -> dict[str, str]:
        pk = self.case.pk
        return {
            "case": self.address("change", pk),
            "history": self.address("history", pk),
            "list": self.address("changelist"),
            "numbers": self.address("numbers"),
        }

    def posts(self) -> dict[str, tuple[str, dict]]:
        """Everything a page of the case can post, with the version it was made at."""
        version, pk = {"version": self.case.version, "text": "Skrevet før rollen ble borte."}, self.case.pk
        bulk = {"_selected_action": str(pk), f"version-{pk}": self.case.version, "sure": "1", "index": "0"}
        return {
            "search": (self.address("search"), {"words": self.case.reference}),
            "open": (self.address("open", pk), {"purpose": "control"}),
            "numbers as a file": (self.address("numbers"), {}),
            **{
                f"bulk {name}": (self.address("changelist"), bulk | {"action": name})
                for name in self.desk.in_bulk
            },
            **{verb.name: (self.address("verb", pk, verb.name), version) for verb in self.desk.verbs},
        }
