"""`python -m tests.volunteers.simulation_report`: the figures and the picture of docs/volunteers.md, anew.

Takes some minutes. Between its marks the page is written by this script alone.
"""

import re
import statistics
from collections.abc import Sequence
from pathlib import Path

from tests.volunteers.simulation import Compared, Outcome, compare

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE, PICTURE = DOCS / "volunteers.md", DOCS / "pictures/volunteers.svg"
BEGIN, END = "<!-- figures -->", "<!-- /figures -->"
SEEDS = (1, 2, 3)
COLUMNS = (
    *("seed", "way of asking", "Gini of askings", "filled", "median steps", "mean steps"),
    *("most asked", "over capacity", "past a gate"),
)
HEAD = f"| {' | '.join(COLUMNS)} |\n{'|---' * len(COLUMNS)}|\n"
SVG = 'xmlns="http://www.w3.org/2000/svg" role="img" font-family="sans-serif" font-size="13"'
ABOUT = "The portal's curve lies nearer the diagonal of perfect evenness than that of the nearest first."
SIZE, EDGE = 400, 40  # of the picture, in its own units


def table(all_of_it: Sequence[Compared]) -> str:
    rows = []
    for each in all_of_it:
        rows += [_row(each.seed, "the portal", each.portal), _row(each.seed, "nearest first", each.nearest)]
    return HEAD + "\n".join(rows)


def _row(seed: int, name: str, of: Outcome) -> str:
    figures = (
        f"{of.fairness:.2f}",
        f"{of.fill_rate:.1%}",
        f"{statistics.median(of.steps):g}",
        f"{statistics.mean(of.steps):.2f}",
        max(of.asked.values()),
        of.over_capacity,
        of.past_a_gate,
    )
    return f"| {seed} | {name} | " + " | ".join(map(str, figures)) + " |"


def picture(one: Compared) -> str:
    """Lorenz curves: which share of all questions goes to which share of the volunteers."""
    side = SIZE - 2 * EDGE
    curves = "\n".join(
        f'<polyline fill="none" stroke="{colour}" stroke-width="3" points="{_points(of, side)}"/>'
        for of, colour in ((one.portal, "#1d6fb8"), (one.nearest, "#c2571a"))
    )
    return f"""<svg {SVG} viewBox="0 0 {SIZE} {SIZE}">
<title>How evenly questions are spread over volunteers</title>
<desc>{ABOUT}</desc>
<rect width="{SIZE}" height="{SIZE}" fill="#fff"/>
<path d="M{EDGE} {EDGE}V{SIZE - EDGE}H{SIZE - EDGE}" fill="none" stroke="#333"/>
<path d="M{EDGE} {SIZE - EDGE}L{SIZE - EDGE} {EDGE}" stroke="#999" stroke-dasharray="4 4"/>
{curves}
<text x="{EDGE + 10}" y="{EDGE + 10}" fill="#1d6fb8">as the portal asks, Gini {one.portal.fairness:.2f}</text>
<text x="{EDGE + 10}" y="{EDGE + 30}" fill="#c2571a">nearest first, Gini {one.nearest.fairness:.2f}</text>
<g text-anchor="middle"><text x="{SIZE / 2}" y="{SIZE - 12}">share of volunteers, the least asked first</text>
<text x="14" y="{SIZE / 2}" transform="rotate(-90 14 {SIZE / 2})">share of questions</text></g>
</svg>
"""


def _points(of: Outcome, side: int) -> str:
    counts = sorted([*of.asked.values(), *[0] * (of.who_could - len(of.asked))])
    total, so_far, points = sum(counts), 0, []
    for place, count in enumerate(counts, start=1):
        so_far += count
        if place % max(1, len(counts) // 100) == 0:
            points.append(
                f"{EDGE + side * place / len(counts):.0f},{SIZE - EDGE - side * so_far / total:.0f}"
            )
    return " ".join([f"{EDGE},{SIZE - EDGE}", *points])


def main() -> None:
    all_of_it = compare(SEEDS)
    PICTURE.write_text(picture(all_of_it[0]))
    text = re.sub(f"{BEGIN}.*{END}", f"{BEGIN}\n{table(all_of_it)}\n{END}", PAGE.read_text(), flags=re.DOTALL)
    PAGE.write_text(text)
    print(table(all_of_it))


if __name__ == "__main__":
    main()
