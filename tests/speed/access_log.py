"""What the access log costs: a page's rows written, and 100,000 entries as a file. After django.setup()."""

import statistics
import time
from pathlib import Path

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from tests.speed.citizen import HOST
from tests.speed.sealing import kilobytes

ENTRIES, TIMES = 100_000, 40
FILL = """
INSERT INTO casework_accessentry (at, who, roles, action, purpose, case_kind, reference)
SELECT now() - n * interval '1 second', 'kollega', 'Faktura', 'opened', 'control', 'invoices.invoicerequest',
    'R' || lpad(n::text, 9, '0')
FROM generate_series(1, %s) AS n
"""


def costs() -> tuple[float, float, float, int]:
    """Milliseconds to write a list's fifty rows; then seconds, MB at the peak and lines of the whole file."""
    from casework import access
    from invoices.models import InvoiceRequest
    from tests.accounts.sign_in import signed_in, staff

    user, cases = staff("logg-1", "Faktura"), list(InvoiceRequest.objects.all()[:50])
    written = statistics.median(_milliseconds(access.record, user, "listed", cases) for _ in range(TIMES))
    with connection.cursor() as cursor:
        cursor.execute(FILL, [ENTRIES])
    client = Client(headers={"host": HOST, "x-forwarded-proto": "https"})
    signed_in(staff("ombud-1", "Personvernombud"), client)
    search = reverse("admin:casework_accessentry_search")
    client.post(search, {"reader": "nobody"})  # warm
    before = kilobytes("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forgets the highest so far
    begun = time.perf_counter()
    lines = sum(1 for _ in client.post(search, {"reader": "kollega", "file": "1"}).streaming_content) - 1
    return written, time.perf_counter() - begun, (kilobytes("VmHWM") - before) / 1000, lines


def _milliseconds(write, *arguments) -> float:
    begun = time.perf_counter()
    with transaction.atomic():
        write(*arguments)
    return 1000 * (time.perf_counter() - begun)
