"""Every line of the sources at forty-odd instants, with what a person who reads the source would expect."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from helplines import hours
from tests.helplines.schedules import shipped

OSLO = ZoneInfo("Europe/Oslo")
STATES = {"open": True, "-": False, "?": None}

# helpline: Monday to Friday 10.00-17.30. office: Monday to Friday 8.00-15.30.
# bondi: Monday to Friday, closes 17.00, opening time unknown, July closed, holidays unknown.
# No source says what holds on half days, so inside the usual hours they are unknown.
TABLE = """
2026-11-23 00:00  Monday, midnight               -     -     ?
2026-11-23 07:59  before all                     -     -     ?
2026-11-23 08:00  the office opens               -     open  ?
2026-11-23 09:59  before the helpline            -     open  ?
2026-11-23 10:00  the helpline opens             open  open  ?
2026-11-23 15:29  the office's last minute       open  open  ?
2026-11-23 15:30  the office closes              open  -     ?
2026-11-23 16:59  pick-up's last minute          open  -     ?
2026-11-23 17:00  pick-up is over                open  -     -
2026-11-23 17:29  the helpline's last minute     open  -     -
2026-11-23 17:30  the helpline closes            -     -     -
2026-11-23 23:59  the day's last minute          -     -     -
2026-11-25 12:00  Wednesday noon                 open  open  ?
2026-11-27 15:00  Friday afternoon               open  open  ?
2026-11-27 17:45  Friday evening                 -     -     -
2026-11-28 12:00  Saturday                       -     -     -
2026-11-29 12:00  Sunday                         -     -     -
2026-11-30 00:00  midnight to Monday             -     -     ?
2026-04-01 09:00  Wednesday before Easter        -     ?     ?
2026-04-01 12:00  the same day at noon           ?     ?     ?
2026-04-01 18:00  the same evening               -     -     -
2026-04-02 12:00  Maundy Thursday                -     -     ?
2026-04-03 12:00  Good Friday                    -     -     ?
2026-04-04 12:00  Easter Eve, a Saturday         -     -     -
2026-04-05 12:00  Easter Sunday                  -     -     -
2026-04-06 12:00  Easter Monday                  -     -     ?
2026-04-07 12:00  Tuesday after Easter           open  open  ?
2026-05-01 12:00  1 May, a Friday                -     -     ?
2026-05-14 12:00  Ascension Day                  -     -     ?
2026-05-15 12:00  the Friday after it            open  open  ?
2026-05-17 12:00  17 May, a Sunday               -     -     -
2027-05-17 12:00  17 May, a Monday               -     -     ?
2027-05-18 12:00  the day after                  open  open  ?
2026-05-23 12:00  Whitsun Eve, a Saturday        -     -     -
2026-05-25 12:00  Whit Monday                    -     -     ?
2026-12-24 09:00  24 December, a Thursday        -     ?     ?
2026-12-24 16:00  the same afternoon             ?     -     ?
2026-12-24 18:00  the same evening               -     -     -
2026-12-25 12:00  Christmas Day                  -     -     ?
2026-12-28 12:00  between the holidays           open  open  ?
2026-12-31 12:00  31 December, a Thursday        ?     ?     ?
2027-01-01 12:00  New Year's Day                 -     -     ?
2026-03-29 03:00  summer time's first minute     -     -     -
2026-03-30 08:00  the Monday after               -     open  ?
2026-10-25 02:30  the hour that comes twice      -     -     -
2026-10-26 07:59  the Monday after               -     -     ?
2026-10-26 08:00  and its first minute           -     open  ?
2026-06-30 16:00  the last day before July       open  -     ?
2026-07-01 12:00  July                           open  open  -
2026-07-31 12:00  July's last day                open  open  -
2026-08-03 12:00  August                         open  open  ?
"""
COLUMNS = ("helpline", "office", "bondi")
LINES = {
    "asker:politi": "always",
    "asker:ambulanse": "always",
    "asker:alarmtelefonen": "always",
    "asker:barnevernvakten": "always",
    "asker:hjelpetelefonen-barn-og-unge": "helpline",
    "asker:hjelpetelefonen-foresatte": "helpline",
    "asker:barneverntjenesten": "office",
    "asker:mottakstelefon-nord": "office",
    "asker:mottakstelefon-sor": "office",
    "asker:skole-og-barnehage": "unknown",
    "asker:innbyggerservice": "unknown",
    "asker:koronatelefonen": "ended",
    "asker:etter-skole-tilbudet-bondi": "bondi",
    "asker:velferdsforvaltningen": "unknown",
    "asker:omsorgstjenester-barn-og-unge": "unknown",
    "asker:brasetveien-barnebolig": "unknown",
    "harstad:politi": "always",
    "harstad:ambulanse": "always",
    "harstad:alarmtelefonen": "always",
    "harstad:barnevern-akutt": "unknown",
    "harstad:samtaletelefonen": "unknown",
    "harstad:helsestasjon-for-ungdom": "unknown",
    "harstad:praktisk-bistand": "unknown",
    "harstad:pandemitelefonen": "ended",
}
SAME_AT_ALL_TIMES = {"always": True, "unknown": None, "ended": False}


def rows():
    for row in filter(None, TABLE.splitlines()):
        moment, states = datetime.fromisoformat(row[:16]), row[49:].split()
        yield moment, dict(zip(COLUMNS, states, strict=True))


def expected(kind, states):
    return SAME_AT_ALL_TIMES[kind] if kind in SAME_AT_ALL_TIMES else STATES[states[kind]]


def test_the_table_is_long_enough():
    assert len(list(rows())) >= 40


def test_every_line_of_the_sources_is_in_the_table():
    assert LINES.keys() == shipped().keys()


@pytest.mark.parametrize("name", LINES)
@pytest.mark.parametrize("fold", [0, 1], ids=["", "second time"])
def test_line_at_all_instants(name, fold):
    schedule = shipped()[name]
    for moment, states in rows():
        at = moment.replace(tzinfo=OSLO, fold=fold)
        assert hours.status(schedule, at).open is expected(LINES[name], states), at


def test_next_change_over_a_weekend_and_easter():
    helpline = shipped()["asker:hjelpetelefonen-barn-og-unge"]
    friday = datetime(2026, 11, 27, 17, 30, tzinfo=OSLO)
    assert hours.status(helpline, friday).opens_at == datetime(2026, 11, 30, 10, tzinfo=OSLO)
    wednesday = datetime(2026, 4, 1, 20, tzinfo=OSLO)
    assert hours.status(helpline, wednesday).opens_at == datetime(2026, 4, 7, 10, tzinfo=OSLO)
    noon = datetime(2026, 11, 23, 12, tzinfo=OSLO)
    assert hours.status(helpline, noon).closes_at == datetime(2026, 11, 23, 17, 30, tzinfo=OSLO)


def test_bondi_says_when_it_closes_though_not_when_it_opens():
    bondi = hours.status(
        shipped()["asker:etter-skole-tilbudet-bondi"], datetime(2026, 11, 23, 14, tzinfo=OSLO)
    )
    assert (bondi.open, bondi.opens_at, bondi.closes_at.time().hour) == (None, None, 17)


@pytest.mark.parametrize(
    ("name", "moment", "reason"),
    [
        ("asker:barnevernvakten", "2026-12-25T12:00", "always"),
        ("asker:barneverntjenesten", "2026-12-25T12:00", "holiday"),
        ("asker:barneverntjenesten", "2026-12-24T12:00", "half_day"),
        ("asker:barneverntjenesten", "2026-11-23T12:00", "weekly"),
        ("asker:etter-skole-tilbudet-bondi", "2026-07-15T12:00", "month_closed"),
        ("asker:innbyggerservice", "2026-11-23T12:00", "unknown_hours"),
        ("asker:koronatelefonen", "2020-03-23T12:00", "not_yet"),
        ("asker:koronatelefonen", "2020-03-24T12:00", "unknown_hours"),
        ("asker:koronatelefonen", "2026-11-23T12:00", "ended"),
    ],
)
def test_reason_is_the_rule_that_governs(name, moment, reason):
    at = datetime.fromisoformat(moment).replace(tzinfo=OSLO)
    assert hours.status(shipped()[name], at).reason == reason


def test_reason_changes_at_midnight_though_the_line_stays_closed():
    office = shipped()["asker:barneverntjenesten"]
    moments = [
        datetime(2026, 12, day, hour, tzinfo=OSLO) for day, hour in ((24, 18), (25, 3), (26, 3), (27, 3))
    ]
    reasons = [hours.status(office, at).reason for at in moments]
    assert reasons == ["half_day", "holiday", "holiday", "weekly"]


@pytest.mark.parametrize(
    "at", [datetime(2026, 1, 1), datetime(1969, 1, 1, tzinfo=OSLO), datetime(2201, 1, 2, tzinfo=OSLO)]
)
def test_instant_that_cannot_be_answered(at):
    with pytest.raises(ValueError, match="instant"):
        hours.status(hours.Schedule(), at)


def test_first_and_last_instants_are_answered():
    for year in (1970, 2200):
        assert hours.status(hours.Schedule(always=True), datetime(year, 7, 1, tzinfo=OSLO)).open
    edge = datetime(2200, 12, 31, 23, 59, tzinfo=OSLO)
    assert hours.status(shipped()["asker:barneverntjenesten"], edge).open is False


def test_a_night_is_as_long_as_the_clock_makes_it():
    """22 to 06 lasts nine hours when the clock goes back, seven when it goes forward."""
    nights = hours.Schedule(spans=(hours.Span((5,), hours.time(22), hours.time(6)),))
    lengths = []
    for day in (hours.date(2026, 3, 28), hours.date(2026, 10, 24), hours.date(2026, 11, 28)):
        [(start, end, _)] = hours.days(nights, day, 1)[0].intervals
        lengths.append(end.timestamp() - start.timestamp())
    assert [timedelta(seconds=each) for each in lengths] == [timedelta(hours=n) for n in (7, 9, 8)]
