"""The addresses of what one area sends to another, for everybody: see tests/portal/test_matrix.py."""

from tests.portal.answers import Answers, Door, desk, listed

MEMBERS = ("Velferdsforvaltning", "Rekruttering", "Frivilligkoordinator", "Faktura")


def of_referral(code: int) -> Answers:
    """A page of the scene's, which was sent to recruitment: not there for anybody else."""
    return desk(code, ("Rekruttering",), others=404)


def deed(done: int, get: int = 405) -> dict:
    data = {"version": 0, "answer": "Nei.", "sure": "on"}
    return {"get": of_referral(get), "post": of_referral(done), "data": data}


DEEDS = {
    "take": deed(302),
    "recuse": deed(302),
    # Unopened, these lead to the question why.
    "release": deed(302),
    "send_back": deed(302),
    "finish": deed(302),
    "delete": deed(404, get=404),
}
ROWS = {
    "admin:referrals": listed(MEMBERS, post=desk(405, MEMBERS)),
    "admin:referral": Door(of_referral(200), of_referral(405)),
    "admin:referral_open": Door(of_referral(405), of_referral(302), {"purpose": "control"}),
    "admin:referral_open without a purpose": Door(of_referral(405), of_referral(400)),
    **{f"admin:referral_deed {name}": Door(gaps={"deed": name}, **row) for name, row in DEEDS.items()},
}
