"""The 36 rows that /tpl holds in memory and /dbrow reads from the database."""

from tests.speed.reference.models import Entry


def rows() -> list[Entry]:
    return [
        Entry(
            pk=number,
            name=f"Helpline number {number}",
            phone=f"60 00 {number:02} 00",
            text="Talk to somebody who listens, about anything at all.",
            open_now=number % 3 == 0,
            closes_at=f"{10 + number % 12}:30",
        )
        for number in range(1, 37)
    ]
