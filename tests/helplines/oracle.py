"""Open, closed or unknown, worked out the slow way: minute by minute on the wall clock in Oslo.

Imports nothing of the portal and no library of opening hours: what it agrees with the product on,
they agree on for two reasons. A schedule is anything with the attributes of helplines.hours.Schedule.
"""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")
WHOLE_DAY = 24 * 60


def easter(year):
    """Gauss, in the form of Meeus (Astronomical Algorithms, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day):
    fixed = {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
    return (day.month, day.day) in fixed or (day - easter(day.year)).days in {-3, -2, 0, 1, 39, 49, 50}


def is_half_day(day):
    return (day.month, day.day) in {(12, 24), (12, 31)} or (day - easter(day.year)).days in {-4, -1, 48}


def covers(day, first, last):
    return (first or date.min) <= day <= (last or date.max)


def minutes(opens, closes):
    """First minute and the minute after the last one, counted from the day's midnight."""
    start = opens.hour * 60 + opens.minute if opens else 0
    end = closes.hour * 60 + closes.minute
    return (start, end) if end > start else (start, end + WHOLE_DAY)


def weekly(schedule, day):
    return [
        (*minutes(span.opens, span.closes), span.opens is not None)
        for span in schedule.spans
        if day.weekday() in span.weekdays and covers(day, span.valid_from, span.valid_to)
    ]


def adjusted(spans, how):
    """Weekly hours on a day that is not quite like the others."""
    if how == "closed":
        return []
    if how == "unknown":
        return [(start, end, False) for start, end, _ in spans]
    if how == "until_noon":
        return [(start, min(end, 720), known) for start, end, known in spans if start < 720]
    return spans


def spans_of(schedule, day):
    """(start, end, known) of everything that starts on this date."""
    if not covers(day, schedule.first_day, schedule.last_day):
        return []
    today = [each for each in schedule.exceptions if each.first <= day <= each.last]
    if today:
        opening = [each for each in today if not each.closed]
        return [(*minutes(each.opens, each.closes), each.opens is not None) for each in opening]
    if day.month in schedule.closed_months:
        return []
    if schedule.always or not schedule.known:
        return [(0, WHOLE_DAY, schedule.always)]
    if is_holiday(day):
        return adjusted(weekly(schedule, day), schedule.on_holidays)
    if is_half_day(day):
        return adjusted(weekly(schedule, day), schedule.on_half_days)
    return weekly(schedule, day)


def state(schedule, at):
    """True, False or None for unknown, at an aware instant."""
    local = at.astimezone(OSLO)
    minute = local.hour * 60 + local.minute
    today = local.date()
    now = [
        known
        for day, clock in ((today, minute), (today - timedelta(days=1), minute + WHOLE_DAY))
        for start, end, known in spans_of(schedule, day)
        if start <= clock < end
    ]
    return (True if any(now) else None) if now else False
