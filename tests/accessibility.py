"""What axe finds on a page as it stands in the browser."""

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"], "selectors": False}
# Only what is read here leaves the page: all the rest that axe found takes a third of its time to bring over.
FIND = f"axe.run({json.dumps(OPTIONS)}).then(found => found.violations)"


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """Each broken rule with the elements that break it; WCAG 2.2 AA and axe's best practice.

    A page that a button led to may still be without its style sheet: it is waited for first.
    """
    page.wait_for_load_state("load")
    page.evaluate(Axe().axe_script)
    return [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in page.evaluate(FIND)]
