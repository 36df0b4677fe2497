"""`manage.py verify_log`: is the access log as it was written?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from casework.log_chain import LogSeal, faults, head


class Command(BaseCommand):
    help = "Says whether an entry of the access log was changed, deleted, added or moved since it was sealed."

    def add_arguments(self, parser: CommandParser) -> None:
        known = "a digest from the stream of logs (access_log_sealed) that must still be among the seals"
        parser.add_argument("--knows", metavar="DIGEST", help=known)

    def handle(self, knows: str | None, **options: Any) -> None:
        found = list(faults())
        if knows and not LogSeal.objects.filter(digest=knows).exists():
            found.append("the seal named by --knows is gone: the end of the log was cut off")
        if found:
            raise CommandError("\n".join(found))
        number, digest = head()
        self.stdout.write(f"{number} pieces are as they were sealed. The newest is {digest or 'none'}.")
