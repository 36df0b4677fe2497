"""The words the matrix is written in: what a door answers each person. See test_matrix."""

from dataclasses import dataclass, field

from tests.portal.cast import CITIZENS, EVERYBODY, OUTSIDE, STAFF

type Answers = dict[str, int]


@dataclass(frozen=True)
class Door:
    """What GET and POST answer each person; `data` is posted, `gaps` fill the address."""

    get: Answers
    post: Answers
    data: dict = field(default_factory=dict)
    gaps: dict = field(default_factory=dict)


def everybody(code: int) -> Answers:
    return dict.fromkeys(EVERYBODY, code)


def desk(code: int, people=STAFF, others: int = 403) -> Answers:
    """A page of the desk: `code` for these employees, `others` for the rest; all others sign in first."""
    return everybody(302) | dict.fromkeys(STAFF, others) | dict.fromkeys(people, code)


def employees(code: int, outside: int = 302, citizens: int = 403) -> Answers:
    """A page about an employee's own sign-in."""
    return dict.fromkeys(OUTSIDE, outside) | dict.fromkeys(CITIZENS, citizens) | dict.fromkeys(STAFF, code)


def citizens(code: int, outside: int = 302, employees: int = 403) -> Answers:
    return dict.fromkeys(OUTSIDE, outside) | dict.fromkeys(CITIZENS, code) | dict.fromkeys(STAFF, employees)


def read_only(code: int = 200) -> Door:
    """A public page that is only read."""
    return Door(everybody(code), everybody(405))


NOBODY = desk(403)
CLOSED = Door(NOBODY, NOBODY)
WHY = 302  # a page of a case that nobody has said why they open leads to that question
REDIRECT = Door(everybody(302), everybody(302))


def listed(people, **changes: Answers) -> Door:
    return Door(desk(200, people), changes.get("post", desk(200, people)))
