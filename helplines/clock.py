"""From the clock on the wall in Oslo to instants, right when the clock is moved."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
DAY = timedelta(days=1)

type Piece = tuple[datetime, datetime]  # from, and to before


def wall(day: date, opens: time | None, closes: time) -> tuple[datetime, datetime]:
    """Start and end on the wall clock; an unknown start counts from midnight."""
    start, end = datetime.combine(day, opens or time.min), datetime.combine(day, closes)
    crosses = closes <= (opens or time.min)
    return start, end + DAY if crosses else end


def _clock_change(start: datetime, end: datetime) -> datetime:
    """The instant (UTC) between two instants at which Oslo's clock is moved."""
    while end - start > timedelta(minutes=1):
        middle = start + (end - start) / 2
        moved = middle.astimezone(OSLO).utcoffset() != start.astimezone(OSLO).utcoffset()
        start, end = (start, middle) if moved else (middle, end)
    return end.replace(second=0, microsecond=0)


def instants(start: datetime, end: datetime) -> list[Piece]:
    """The stretches of time (UTC) while the wall clock shows from `start` to before `end`.

    Usually one. A stretch inside the hour that the spring skips is none; one inside the hour
    that the autumn repeats is two.
    """
    # Noon is never in the hour that is skipped or repeated, so its offset is not in doubt.
    noons = (start.date() - DAY, end.date() + DAY)
    first, last = (datetime.combine(day, time(12), OSLO) for day in noons)
    old, new = (_stretch(start, end, edge.utcoffset()) for edge in (first, last))
    if old == new:
        return [old]
    change = _clock_change(first.astimezone(UTC), last.astimezone(UTC))
    pieces = [(old[0], min(old[1], change)), (max(new[0], change), new[1])]
    return joined([piece for piece in pieces if piece[0] < piece[1]])


def _stretch(start: datetime, end: datetime, offset: timedelta | None) -> Piece:
    zone = timezone(offset or timedelta())
    return start.replace(tzinfo=zone).astimezone(UTC), end.replace(tzinfo=zone).astimezone(UTC)


def joined(pieces: list[Piece]) -> list[Piece]:
    """Pieces in order of time, those that touch or overlap made one."""
    joined: list[Piece] = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def without(pieces: list[Piece], holes: list[Piece]) -> list[Piece]:
    """What is left of the pieces when the holes are cut out."""
    for hole_start, hole_end in holes:
        pieces = [
            part
            for start, end in pieces
            for part in ((start, min(end, hole_start)), (max(start, hole_end), end))
            if part[0] < part[1]
        ]
    return pieces


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, OSLO).astimezone(UTC)
