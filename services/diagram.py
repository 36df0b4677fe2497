"""The life of an application as a diagram, drawn from the table that the code obeys."""

from services.models import CareApplication

HEAD = """# The life of an application for care services

Drawn by `manage.py draw_lifecycle` from `CareApplication.transitions`; a test says when it is out of date.

```mermaid
stateDiagram-v2
"""


def drawn() -> str:
    """The whole document: every status, and every way from one to another."""
    first = CareApplication.first_status
    lines = [f"    [*] --> {first}"]
    for status in CareApplication.Status:
        ways = sorted(CareApplication.transitions[status])
        lines += [f"    {status} --> {to}" for to in ways]
    return HEAD + "\n".join(lines) + "\n```\n"
