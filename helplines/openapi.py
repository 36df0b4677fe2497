"""What the open data promises, as OpenAPI 3.1. The tests hold the answers against it."""

from django.conf import settings
from django.urls import reverse

REASONS = [
    *("weekly", "always", "exception", "holiday", "half_day", "month_closed"),
    *("unknown_hours", "not_yet", "ended"),
]


def document() -> dict:
    """The whole description; addresses are those of this installation."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Hjelpetelefoner",
            "version": "1.0.0",
            "description": (
                "Hvem barn, unge og foreldre kan ringe, og om de svarer. Alle tidspunkter er norsk tid. "
                "`open` er null når åpningstiden ikke er kjent."
            ),
        },
        "servers": [{"url": settings.SITE_URL}],
        "paths": {
            reverse("helplines-api"): _get(
                "listLines", "Alle hjelpetelefoner", _list("Line"), [_ref("parameters", "at")]
            ),
            reverse("helplines-api").rstrip("/") + "/{slug}/": _get(
                "getLine",
                "Én hjelpetelefon, med uka og avvik",
                _schema("LineInFull"),
                [_slug(), _ref("parameters", "at")],
                missing=True,
            ),
            reverse("helplines-calendar"): _calendar(),
        },
        "components": {"schemas": _schemas(), "parameters": _parameters(), "responses": _responses()},
    }


# --- Paths ----------------------------------------------------------------------------------------
def _get(name: str, summary: str, schema: dict, parameters: list, missing: bool = False) -> dict:
    answer = {"description": "Svaret", "content": {"application/json": {"schema": schema}}}
    responses = {
        "200": answer,
        "304": {"description": "Uendret siden den ETag du sendte"},
        "400": _ref("responses", "Problem"),
        "405": _ref("responses", "Problem"),
    }
    if missing:
        responses["404"] = _ref("responses", "Problem")
    parameters = [*parameters, _ref("parameters", "lang")]
    return {
        "get": {"operationId": name, "summary": summary, "parameters": parameters, "responses": responses}
    }


def _calendar() -> dict:
    path = _get(
        "getCalendar", "Åpningstidene de neste fire ukene", {"type": "string"}, [_line_query()], missing=True
    )
    content = path["get"]["responses"]["200"]["content"]
    content["text/calendar"] = content.pop("application/json")
    return path


def _slug() -> dict:
    return {"name": "slug", "in": "path", "required": True, "schema": {"type": "string"}}


def _line_query() -> dict:
    return {"name": "linje", "in": "query", "description": "Bare denne linja", "schema": {"type": "string"}}


def _parameters() -> dict:
    at = (
        "Tidspunktet svaret gjelder for, ISO 8601 fra 1970 til 2200. Uten tidssone er det norsk tid; av den "
        "timen som kommer to ganger om høsten gjelder den første. Utelatt: nå."
    )
    codes = [code for code, _name in settings.LANGUAGES]
    return {
        "at": {"name": "at", "in": "query", "description": at, "schema": {"type": "string"}},
        "lang": {"name": "lang", "in": "query", "schema": {"enum": codes, "default": settings.LANGUAGE_CODE}},
    }


def _responses() -> dict:
    content = {"application/problem+json": {"schema": _schema("Problem")}}
    return {"Problem": {"description": "Hva som er galt (RFC 9457)", "content": content}}


# --- Schemas --------------------------------------------------------------------------------------
def _schemas() -> dict:
    shapes = {
        "Line": _line(),
        "LineInFull": _line() | _more(),
        "Number": _number(),
        "Status": _status(),
        "Day": _day(),
        "Interval": {"from": _moment(), "to": _moment(), "known": {"type": "boolean"}},
        "Exception": _exception(),
        "Contact": {"role": {"type": "string"}, "number": {"type": "string"}},
        "Problem": {name: {"type": "string"} for name in ("type", "title", "detail")}
        | {"status": {"type": "integer"}},
    }
    return {name: _object(properties) for name, properties in shapes.items()}


def _number() -> dict:
    return {
        "kind": {"enum": ["phone", "sms", "chat"]},
        **{name: _nullable("string") for name in ("number", "display", "label", "note")},
        "own_hours": {"anyOf": [_schema("Status"), {"type": "null"}]},
    }


def _day() -> dict:
    return {
        "date": {"type": "string", "format": "date"},
        "reason": {"enum": REASONS},
        "holiday": _nullable("string"),
        "text": _nullable("string"),
        "intervals": _list("Interval"),
    }


def _exception() -> dict:
    day = {"type": "string", "format": "date"}
    texts = {name: _nullable("string") for name in ("opens", "closes", "text")}
    return {"first": day, "last": day, "closed": {"type": "boolean"}, **texts}


def _status() -> dict:
    return {
        "open": _nullable("boolean"),
        "opens_at": _moment(nullable=True),
        "closes_at": _moment(nullable=True),
        "reason": {"enum": REASONS},
    }


def _line() -> dict:
    return {
        "slug": {"type": "string"},
        "name": {"type": "string"},
        "url": {"type": "string", "format": "uri"},
        "kind": {"enum": ["phone", "place"]},
        "numbers": _list("Number"),
        "audiences": {"type": "array", "items": {"enum": ["children", "guardians", "everyone"]}},
        "zone": {"enum": ["nord", "sør", None]},
        "acute": {"type": "boolean"},
        **_status(),
        "stale": {"type": "boolean", "description": "Ingen har bekreftet linja på 30 dager"},
        "confirmed_at": _moment(nullable=True),
    }


def _more() -> dict:
    texts = ("summary", "who_answers", "privacy", "languages", "cost", "address")
    return {
        **{name: _nullable("string") for name in texts},
        "contact": {"anyOf": [_schema("Contact"), {"type": "null"}]},
        "supplements": {"type": "array", "items": {"type": "string"}},
        "week": _list("Day"),
        "exceptions": _list("Exception"),
        "sources": {"type": "array", "items": {"type": "string"}},
    }


def _object(properties: dict) -> dict:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _moment(nullable: bool = False) -> dict:
    return {"type": ["string", "null"] if nullable else "string", "format": "date-time"}


def _nullable(kind: str) -> dict:
    return {"type": [kind, "null"]}


def _schema(name: str) -> dict:
    return _ref("schemas", name)


def _list(name: str) -> dict:
    return {"type": "array", "items": _schema(name)}


def _ref(kind: str, name: str) -> dict:
    return {"$ref": f"#/components/{kind}/{name}"}
