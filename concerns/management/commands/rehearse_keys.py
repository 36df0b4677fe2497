"""Rehearses what one hopes never to need. Invented content; nothing is written."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework import envelope
from casework.encryption import CannotOpen, named_keys
from concerns.models import ConcernReport

NEWEST = 100
PLAIN, PLACE = b"a rehearsal's report key, 32 long", "rehearsal"


class Command(BaseCommand):
    help = "Rehearses rotation, a lost key and the escrow for sealed reports. Writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--escrow", help="file with the escrow's private key, as new_sealing_key wrote it"
        )

    def handle(self, escrow: str | None, **options: Any) -> None:
        self.group_opens()
        self.rotation_takes_over()
        self.lost_key_is_noticed()
        if escrow:
            self.escrow_opens(named_keys((Path(escrow).read_text().strip(),)))
        else:
            self.stdout.write("The escrow was not tried. Give its private key with --escrow.")

    def group_opens(self) -> None:
        sealed = envelope.seal_to_group(PLAIN, bound_to=PLACE)
        self.require(
            _opens(sealed, envelope.private_keys()), "child welfare's key opens what is sealed today"
        )

    def rotation_takes_over(self) -> None:
        """What an old key sealed is wrapped to a new one, and the new one alone is enough."""
        new = X25519PrivateKey.generate()
        sealed = envelope.seal_to_group(PLAIN, bound_to=PLACE)
        plain = envelope.open_as_group(sealed, bound_to=PLACE)
        again = envelope.seal_to_group(plain, bound_to=PLACE, to={"new": new.public_key().public_bytes_raw()})
        self.require(_opens(again, {"new": new.private_bytes_raw()}), "a new key takes over in rotation")

    def lost_key_is_noticed(self) -> None:
        sealed = envelope.seal_to_group(PLAIN, bound_to=PLACE)
        self.require(not _opens(sealed, {}), "without a private key nothing opens")

    def escrow_opens(self, keys: envelope.Keys) -> None:
        """With the escrow alone: what is sealed today, and the newest reports there are."""
        self.require(
            _opens(envelope.seal_to_group(PLAIN, bound_to=PLACE), keys),
            "the escrow opens what is sealed today",
        )
        newest = ConcernReport.objects.order_by("-received_at").values_list("pk", "keys")[:NEWEST]
        tried = [_opens(wrapped, keys, ConcernReport.key_is_bound_to(str(pk))) for pk, wrapped in newest]
        self.require(all(tried), f"the escrow opens {sum(tried)} of the newest {len(tried)} reports")

    def require(self, held: bool, what: str) -> None:
        if not held:
            raise CommandError(f"FAILED: {what}")
        self.stdout.write(f"ok: {what}")


def _opens(sealed: envelope.Wrapped, keys: envelope.Keys, bound_to: str = PLACE) -> bool:
    try:
        envelope.open_as_group(sealed, bound_to=bound_to, keys=keys)
    except CannotOpen:
        return False
    return True
