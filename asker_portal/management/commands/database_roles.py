from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from asker_portal.database_roles import statements
from casework.log_chain import RETENTION_ROLE


class Command(BaseCommand):
    help = "Gives the faces' PostgreSQL roles their rights. Run it as the owner, after each migrate."

    def add_arguments(self, parser):
        parser.add_argument("--public", default="portal_public", help="the role of public processes")
        parser.add_argument("--desk", default="portal_desk", help="the role of staff and worker processes")

    def handle(self, public, desk, **options):
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL knows roles; there is nothing to do.")
        with transaction.atomic(), connection.cursor() as cursor:
            asked = {public, desk, RETENTION_ROLE}
            cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY (%s)", [list(asked)])
            if missing := asked - {name for (name,) in cursor.fetchall()}:
                names = ", ".join(sorted(missing))
                raise CommandError(f"No such role: {names}. Make it first: CREATE ROLE … LOGIN PASSWORD …")
            for statement in statements(public, desk):
                cursor.execute(statement)
        self.stdout.write(f"{public}, {desk} and {RETENTION_ROLE} have their rights.")
