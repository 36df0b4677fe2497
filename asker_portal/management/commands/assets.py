from django.core.management.base import BaseCommand, CommandError

from asker_portal import assets


class Command(BaseCommand):
    help = "Makes static/generated/: one stylesheet and the icons, from the installed npm packages."
    requires_system_checks = []  # it makes what the checks ask for

    def handle(self, **options):
        try:
            made = assets.build()
        except assets.AssetsMissing as missing:
            raise CommandError(str(missing)) from missing
        for name, size in made.items():
            self.stdout.write(f"static/generated/{name}: {size / 1000:.1f} kB")
