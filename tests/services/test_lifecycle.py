"""The lifecycle of an application as one table: every status in it, and every one reachable."""

from services.models import CareApplication

Status = CareApplication.Status


def test_the_table_speaks_of_every_status():
    assert CareApplication.transitions.keys() == set(Status)


def test_every_status_can_be_reached():
    reached, ahead = set(), {Status(CareApplication.first_status)}
    while ahead:
        reached |= ahead
        ahead = {to for one in ahead for to in CareApplication.transitions[one]} - reached
    assert reached == set(Status)


def test_what_has_ended_can_be_taken_up_again():
    assert all(CareApplication.transitions[one] for one in CareApplication.final_statuses)
