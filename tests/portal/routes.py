"""Every address the portal answers, by name, and something to fill its gaps with."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

from tests.portal.cast import Scene
from tests.volunteers import doors as volunteers_doors

NAMED = {"oversendt": "casework.referral"}  # pages of the admin that are not named by their model


def every_route(patterns: Any = None, space: str = "", path: str = "") -> Iterator[tuple[str, str]]:
    """Each route's name with its pattern; one without a name is called by its pattern."""
    for entry in patterns or get_resolver().url_patterns:
        here = path + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield (f"{space}{entry.name}" if entry.name else here), here
        else:
            inside = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from every_route(entry.url_patterns, inside, here)


def address(pattern: str, scene: Scene, **chosen: str) -> str:
    """The route's address with the scene's things in its gaps; `chosen` fills some of them otherwise."""
    pattern = re.sub(r"\^?\(\?P<(\w+)>[^)]*\)\$?", r"<\1>", pattern.removesuffix("$").replace("/$", "/"))
    gap = re.compile(r"<(?:\w+:)?(\w+)>")
    return "/" + gap.sub(
        lambda found: str(chosen.get(found[1]) or _filling(found[1], pattern, scene)), pattern
    )


def _filling(name: str, pattern: str, scene: Scene) -> Any:
    if found := volunteers_doors.filling(name, pattern, scene):
        return found
    match name:
        case "object_id" | "id" | "pk" if pattern.startswith("admin/") and "/r/" not in pattern:
            app, model = pattern.split("/")[1:3]
            return scene.row(NAMED.get(app) or f"{app}.{model}").pk
        case "pk" if "minside/faktura" in pattern:
            return scene.row("invoices.invoicerequest").pk
        case "pk" if "minside/soknad" in pattern:
            return scene.row("services.careapplication").pk
        case "pk" if "minside/jobb" in pattern:
            return scene.row("services.carerapplication").pk
        case "pk" if pattern.startswith("jobb/"):
            return scene.row("services.carerdraft").pk
        case "slug" if pattern.startswith("jobb/"):
            return "wish"
        case "decision":
            return scene.row("services.decision").pk
        case "pk" if "minside" in pattern:
            return scene.mine.pk
        case "pk" if pattern.startswith("soknad/"):
            return scene.row("casework.draft").pk
        case "slug" if pattern.startswith("soknad/"):
            return "who"
        case "file_id":
            return scene.row("services.applicationfile").pk
        case "slug" if pattern.startswith("tjenester/"):
            return scene.row("services.servicetype").slug
        case "slug" if pattern.startswith("info/"):
            return scene.row("helplines.infopage").slug
        case "slug":
            return scene.row("helplines.helpline").slug
        case "file" | "person":
            return {"file": scene.file, "person": scene.colleague}[name].pk
        case "revision":
            return scene.row("helplines.revision").pk
        case "app_label":
            return "concerns"
    return 1
