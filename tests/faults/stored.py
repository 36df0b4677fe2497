"""What the desk finds: `python -m tests.faults.stored JOURNAL`, with a desk's environment, prints JSON lines.

Opens every report with child welfare's own key, and each one that somebody was told of with its code.
"""

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()

from casework.encryption import CannotOpen
from casework.events import Event
from casework.outbox import Message
from casework.uploads import open_file
from concerns import receipts
from concerns.models import ConcernReport, ReportFile


def main(journal: Path) -> None:
    codes = {}
    for line in journal.read_text().splitlines():
        code = json.loads(line)["code"]
        codes[receipts.digest(code)] = code
    traces = _traces()
    for report in ConcernReport.objects.iterator():
        code = codes.get(report.receipt_digest, "")
        found = {"code": code, "answers": _answers(report), "traces": traces[str(report.pk)]}
        found["files"] = sum(map(_opens, report.files.all()))
        if code and not _opens_with(report, code):
            found["answers"] = None
        print(json.dumps(found))


def _traces() -> dict[str, Counter]:
    """By report: how often it came, and how often each errand was asked for."""
    found: dict[str, Counter] = defaultdict(Counter)
    for case_id, name in Event.objects.values_list("case_id", "name"):
        found[str(case_id)][name] += 1
    for payload, kind in Message.objects.values_list("payload", "kind"):
        found[payload.get("report", "")][kind] += 1
    return found


def _answers(report: ConcernReport) -> dict[str, str] | None:
    """Everything that was answered, by the field's name."""
    try:
        return {name: str(value) for step in report.content.values() for name, value in step.items()}
    except CannotOpen:
        return None


def _opens(file: ReportFile) -> bool:
    try:
        return len(open_file(file)) == file.size
    except CannotOpen:
        return False


def _opens_with(report: ConcernReport, code: str) -> bool:
    try:
        report.unlock(code)
    except CannotOpen:
        return False
    return True


if __name__ == "__main__":
    main(Path(sys.argv[1]))
