"""The law's dates for an application, as dated data. None of them pauses (forvaltningsloven § 11 a)."""

from datetime import date

from casework.clocks import Clock

INTERIM = Clock(
    "interim reply",
    law="forvaltningsloven § 11 a",
    source="Sunnfjord and Namsos municipalities' pages on applying for care services",
    verified=True,
    valid_from=date(1977, 1, 1),
    months=1,
)
# Our own: the draft of an interim reply lies ready a few days before the law's date.
INTERIM_DRAFTED = Clock(
    "interim reply drafted",
    law="",
    source="the portal's own promise",
    verified=True,
    valid_from=date(2020, 1, 1),
    days=25,
)
APPEAL = Clock(
    "appeal",
    law="pasient- og brukerrettighetsloven § 7-5",
    source="Fritid for alle, Stad and Aremark municipalities' pages on appeals",
    verified=True,
    valid_from=date(2001, 1, 1),
    days=28,
)
