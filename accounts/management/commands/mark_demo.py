from django.core.management.base import BaseCommand, CommandError

from accounts.models import DemoDatabase


class Command(BaseCommand):
    help = "Marks a new database as a demo's, which lets the demo's sign-in open it."

    def handle(self, **options):
        try:
            DemoDatabase.mark()
        except DemoDatabase.RealPeople as error:
            raise CommandError(str(error)) from error
