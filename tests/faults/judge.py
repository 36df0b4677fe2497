"""Holds what people were told beside what is stored. Knows neither the portal nor a database."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Acknowledged:
    """A receipt somebody got: its code, the text they sent, and how many files."""

    code: str
    text: str
    files: int = 0


@dataclass(frozen=True)
class Stored:
    """A report as the desk finds it.

    `code` is the acknowledged code that belongs to the row and opens it, empty where none does; `answers`
    what child welfare's own key opens, None where it does not; `files` how many of its files open.
    `traces` counts what must be there once: the event that it came, and each errand that follows.
    """

    code: str
    answers: dict[str, str] | None
    traces: dict[str, int]
    files: int = 0


@dataclass
class Verdict:
    """Codes and texts by what is wrong with them. All of it is empty where nothing was lost."""

    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.twice or self.unreadable or self.wrong)


def judge(
    acknowledged: Iterable[Acknowledged],
    stored: Iterable[Stored],
    *,
    answers: dict[str, str],
    traces: Iterable[str],
) -> Verdict:
    """Acknowledged is stored, opens, and is what was sent; and no text came in twice.

    `answers` are those that everybody gave beside their text; `traces` what each report must have once.
    """
    told, rows = list(acknowledged), list(stored)
    by_code = {row.code: row for row in rows if row.code}
    once = dict.fromkeys(traces, 1)
    verdict = Verdict(lost=[one.code for one in told if one.code not in by_code])
    verdict.unreadable = [row.code for row in rows if row.answers is None]
    for one in told:
        row = by_code.get(one.code)
        if row and row.answers is not None:
            right = row.answers.items() >= (answers | {"text": one.text}).items()
            verdict.wrong += [] if right and row.files == one.files else [one.code]
    # Also of a report that nobody was told of: half of one would never be found.
    verdict.wrong += [row.code for row in rows if not row.traces.items() >= once.items()]
    verdict.twice = _more_than_once([row.answers["text"] for row in rows if row.answers])
    verdict.twice += _more_than_once([text for _, text in {(one.code, one.text) for one in told}])
    return verdict


def _more_than_once(texts: list[str]) -> list[str]:
    return [text for text, times in Counter(texts).items() if times > 1]
