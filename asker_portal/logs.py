"""Logs that can be read by anybody: one JSON line for each request, and none of it about a person.

What may be written is a list (ALLOWED); everything else is dropped. Addresses of pages are given by
the route's name, because a path may hold a name, a code or a search. Errors are given by class and
place: the message of a database error quotes the row.
"""

import json
import logging
import logging.config
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from django.http import HttpRequest, HttpResponse

from casework import anonymous

access = logging.getLogger("portal.access")

ALLOWED = ("method", "route", "status", "ms", "model", "field", "error", "kind", "role", "count", "digest")


class RequestLogMiddleware:
    """Writes one line when the answer is ready; none for who reports a concern, or leaves in a hurry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = self.get_response(request)
        match = getattr(request, "resolver_match", None)
        line = {
            "method": request.method if request.method in METHODS else "other",
            "route": match.view_name if match else "none",
            "status": response.status_code,
            "ms": round((time.perf_counter() - begun) * 1000),
        }
        if not line["route"].startswith(UNWRITTEN):
            access.info("request", extra=line)
        return response


# No line at all: a container's log stamps every line with the second, and lines in order tell the rest.
UNWRITTEN = ("concerns:", "quick-exit")
METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}


class JsonFormatter(logging.Formatter):
    """One line of JSON: time, level, logger, the fixed message, and the allowed extras."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "at": _written_at(record),
            "level": record.levelname,
            "logger": record.name,
            "event": self.event(record),
        }
        line |= {key: record.__dict__[key] for key in ALLOWED if key in record.__dict__}
        if record.exc_info and record.exc_info[0]:
            line |= failure(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)

    def event(self, record: logging.LogRecord) -> str:
        """Our own messages are fixed words. Those of libraries are templates whose arguments may be
        anything, so the template alone is written."""
        return str(record.msg)


def _written_at(record: logging.LogRecord) -> str:
    """When it happened; on a page where nobody is known, the hour alone."""
    at = datetime.fromtimestamp(record.created, UTC)
    if anonymous.is_serving():
        return at.replace(minute=0, second=0).isoformat(timespec="hours")
    return at.isoformat(timespec="milliseconds")


class DjangoFormatter(JsonFormatter):
    """Django formats paths and causes into some messages: only its logger and the status are kept."""

    def event(self, record: logging.LogRecord) -> str:
        return "django"

    def format(self, record: logging.LogRecord) -> str:
        if status := getattr(record, "status_code", None):
            record.status = status
        return super().format(record)


class FailuresAlone(logging.Filter):
    """On a page where nobody is known, a refused form leaves no line: its place would tell the second."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno >= logging.ERROR or not anonymous.is_serving()


def failure(exc_info: tuple) -> dict:
    """What failed and where, without the message and the values."""
    kind, _error, trace = exc_info
    frames = traceback.extract_tb(trace)[-8:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": kind.__name__, "where": places}


def configure(config: dict) -> None:
    """Django calls this with settings.LOGGING."""
    handlers = {
        name: {"class": "logging.StreamHandler", "formatter": name, "filters": ["failures"]}
        for name in ("portal", "django")
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "portal": {"()": JsonFormatter},
                "django": {"()": DjangoFormatter},
            },
            "filters": {"failures": {"()": FailuresAlone}},
            "handlers": handlers,
            "root": {"handlers": ["portal"], "level": config["level"]},
            "loggers": {
                "django": {"handlers": ["django"], "level": "WARNING", "propagate": False},
                # The request line above says it already, without the path.
                "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
                "django.request": {"handlers": ["django"], "level": "ERROR", "propagate": False},
            },
        }
    )
