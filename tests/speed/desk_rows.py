"""Many invented requests about invoices, two of a hundred open, and how long the desk's pages of them take.

Runs inside a process of the desk, after django.setup(). The rows are made by the database itself.
"""

import statistics
import time
import uuid

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.speed.citizen import HOST

# What `content` holds lies outside these figures: one row alone, the one that is opened, has any.
FILL = """
INSERT INTO invoices_invoicerequest (id, reference, received_at, version, source, language, content, contact,
    submission_digest, unread, status, wish, first_due, kinds, reasons)
SELECT gen_random_uuid(), 'R' || lpad(n::text, 9, '0'), now() - n * interval '150 seconds', 0, 'web', 'nb',
    '', '', md5(n::text), n %% 100 = 1,
    CASE WHEN n %% 50 = 1 THEN 'waiting' WHEN n %% 3 = 0 THEN 'refused' ELSE 'granted' END,
    'defer', current_date - n / 576 + 21, '["other"]', '[]'
FROM generate_series(1, %s) AS n
"""
DIGESTS = """
INSERT INTO invoices_invoicedigest (place, digest, request_id)
SELECT 0, CASE row_number() OVER () WHEN 7 THEN %(rare)s::text ELSE md5(id::text) END, id
FROM invoices_invoicerequest
UNION ALL SELECT 1, %(common)s::text, id FROM invoices_invoicerequest WHERE id::text < '8'
"""
RARE, COMMON, ABSENT = "70001", "70002", "70003"  # numbers of invoices; every second request is about one


def fill(count: int) -> None:
    """Add `count` requests."""
    from invoices.duplicates import digests_of

    digests = {name: digests_of(word, "")[0] for name, word in (("rare", RARE), ("common", COMMON))}
    with connection.cursor() as cursor:
        cursor.execute(FILL, [count])
        cursor.execute(DIGESTS, digests)


def pages(times: int) -> dict[str, tuple[float, int]]:
    """For each page its median milliseconds and its queries."""
    from tests.accounts.sign_in import signed_in, staff  # needs the apps of the desk

    client = Client(headers={"host": HOST, "x-forwarded-proto": "https"})
    user = staff(f"faktura-{uuid.uuid4().hex[:8]}", "Faktura")
    signed_in(user, client)
    return {name: _measured(ask, times) for name, ask in _asked(client).items()}


def _asked(client: Client) -> dict:
    from casework.admin.keyset import token
    from invoices.models import InvoiceRequest
    from tests.invoices.asking import received

    address = reverse("admin:invoices_invoicerequest_changelist")
    search = reverse("admin:invoices_invoicerequest_search")
    order = ("-received_at", "-id")
    rows = InvoiceRequest.objects.order_by(*order)
    deep = token(rows[rows.count() * 3 // 4], order)
    opened = received()  # one that can be read
    client.post(reverse("admin:invoices_invoicerequest_open", args=[opened.pk]), {"purpose": "control"})
    case = reverse("admin:invoices_invoicerequest_change", args=[opened.pk])
    words = {"rare": RARE, "common": COMMON, "absent": ABSENT, "reference": opened.reference}
    return {
        "list": lambda: client.get(address),
        "list, open": lambda: client.get(address, {"status__exact": "waiting"}),
        "list, deep page": lambda: client.get(address, {"after": deep}),
        **{
            f"search, {name}": lambda word=word: client.post(search, {"words": word})
            for name, word in words.items()
        },
        "start page": lambda: client.get(reverse("admin:index")),
        "case page": lambda: client.get(case),
    }


def _measured(ask, times: int) -> tuple[float, int]:
    _milliseconds(ask)  # a first visit marks a case as read
    with CaptureQueriesContext(connection) as asked:
        _milliseconds(ask)
    said = [one for one in asked if "SAVEPOINT" not in one["sql"] and one["sql"] not in ("BEGIN", "COMMIT")]
    return statistics.median(_milliseconds(ask) for _ in range(times)), len(said)


def _milliseconds(ask) -> float:
    begun = time.perf_counter()
    answer = ask()
    if answer.status_code != 200:
        raise RuntimeError(f"a page of the desk answers {answer.status_code}")
    return 1000 * (time.perf_counter() - begun)
