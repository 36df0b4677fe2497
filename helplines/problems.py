"""Errors of the open data as RFC 9457 says: application/problem+json."""

from http import HTTPStatus

from django.http import JsonResponse

READABLE = {"ensure_ascii": False}


def problem(status: HTTPStatus, title: str, detail: str) -> JsonResponse:
    """A response with type, title, status and detail. No type of ours says more than the status."""
    body = {"type": "about:blank", "title": title, "status": int(status), "detail": detail}
    return JsonResponse(
        body, status=status, content_type="application/problem+json", json_dumps_params=READABLE
    )
