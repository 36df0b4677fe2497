import base64
import os
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Makes a pair of keys for sealed reports: the private half in a file, the public on the screen."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="for example child-welfare-2027, or escrow-2027")
        parser.add_argument("file", help="where the private half goes; must not exist")

    def handle(self, name: str, file: str, **options: Any) -> None:
        private = X25519PrivateKey.generate()
        try:
            handle = os.open(Path(file), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError as error:
            raise CommandError(f"{file} exists. A private key is never written over.") from error
        with os.fdopen(handle, "w") as kept:
            kept.write(_entry(name, private.private_bytes_raw()))
        self.stdout.write(f"SEALING_PUBLIC_KEYS={_entry(name, private.public_key().public_bytes_raw())}")


def _entry(name: str, key: bytes) -> str:
    return f"{name}:{base64.b64encode(key).decode()}"
