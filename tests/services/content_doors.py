"""The addresses of the services' pages and texts for everybody: see tests/portal/test_matrix.py."""

from tests.portal.answers import CLOSED, REDIRECT, desk, listed, read_only
from tests.portal.cast import SUPERUSER

EDITORS = ("Kommunikasjon", SUPERUSER)
KNOW_PROVIDERS = (*EDITORS, "Velferdsforvaltning")


def of_model(model: str, people, add, saved: int = 200) -> dict:
    """The admin's pages of one model. What is posted is empty, and refused where a text must be there."""
    name = f"admin:services_{model}"
    return {
        f"{name}_changelist": listed(people),
        f"{name}_add": add,
        f"{name}_change": listed(people, post=desk(saved, people)),
        f"{name}_history": listed(people),
        f"{name}_delete": CLOSED,
        f"admin/services/{model}/<path:object_id>/": REDIRECT,
    }


ROWS = {
    "services:index": read_only(),
    "services:guide": read_only(),
    "services:service": read_only(),
    **of_model("servicetype", EDITORS, CLOSED),
    **of_model("carecontact", EDITORS, listed(EDITORS)),
    **of_model("provider", KNOW_PROVIDERS, listed(KNOW_PROVIDERS)),
}
