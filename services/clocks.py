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
# An appeal is answered or reasoned about in the same time as an application. From memory.
APPEAL_REPLY = Clock(
    "appeal reply",
    law="forvaltningsloven § 11 a",
    source="",
    verified=False,
    valid_from=date(1977, 1, 1),
    months=1,
)
# Care allowance is looked at again each year.
EVALUATION = Clock(
    "re-evaluation",
    law="",
    source="the portal's own rule: care allowance is granted for a year at a time",
    verified=True,
    valid_from=date(2020, 1, 1),
    months=12,
)
FOLLOW_UP = Clock(
    "quality follow-up",
    law="",
    source="the portal's own rule: six months after personal assistance begins",
    verified=True,
    valid_from=date(2020, 1, 1),
    months=6,
)
