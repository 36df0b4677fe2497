from typing import Any

from django.core.management.base import BaseCommand

from casework.rotation import rotate_all


class Command(BaseCommand):
    help = "Encrypts with the first of ENCRYPTION_KEYS what older keys sealed. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        for result in rotate_all():
            self.stdout.write(f"{result.what}: {result.done} rotated, {result.unreadable} unreadable")
