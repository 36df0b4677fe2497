"""Starts everything in one process, with invented people and cases, on this machine alone."""

import io
import threading

from django.conf import settings
from django.core.cache import cache
from django.core.management import BaseCommand, CommandError, call_command
from django.core.servers.basehttp import run
from django.core.wsgi import get_wsgi_application

from accounts.demo_idp.realms import realm
from accounts.models import DemoDatabase
from asker_portal import (
    demo_applications,
    demo_cases,
    demo_invoices,
    demo_many,
    demo_referrals,
    demo_replies,
    demo_staff,
)
from casework.worker import work_for_ever

LOOPBACK = "127.0.0.1"


class Command(BaseCommand):
    help = "Serves the portal on 127.0.0.1 with an embedded database and invented content."
    requires_system_checks = []  # some of them look into tables that are made here

    def add_arguments(self, parser):
        parser.add_argument("port", nargs="?", type=int, default=8000)

    def handle(self, port, **options):
        if not settings.DEMO:
            raise CommandError("Start the demo with ./portal demo.")
        self.prepare()
        self.check()
        threading.Thread(target=work_for_ever, args=[threading.Event()], daemon=True).start()
        self.tell(f"http://{LOOPBACK}:{port}/")
        run(LOOPBACK, port, get_wsgi_application(), threading=True)

    def prepare(self):
        """Tables, roles, content and cases. Everything here may run again."""
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        DemoDatabase.mark()
        call_command("sync_roles", verbosity=0)
        demo_staff.let_in_all()
        call_command("load_content", settings.MUNICIPALITY, leave_stale=True, stdout=io.StringIO())
        call_command("load_services", settings.MUNICIPALITY, stdout=io.StringIO())
        call_command("load_rules", settings.MUNICIPALITY, stdout=io.StringIO())
        call_command("load_volunteering", settings.MUNICIPALITY, stdout=io.StringIO())
        demo_cases.receive_all()
        demo_applications.receive_all()
        demo_invoices.receive_all()
        demo_many.receive_all()
        demo_replies.write_all()
        demo_referrals.send_all()
        cache.clear()

    def tell(self, address):
        """Where to go, and who one can be."""
        lines = ["", f"Portalen:       {address}", f"Saksbehandling: {address}admin/", "", "Logg inn som:"]
        for name in ("idporten", "entra"):
            lines += [f"  {person.name:<20} {person.role}" for person in realm(name).personas]
        self.stdout.write("\n".join([*lines, "", "Stopp med Ctrl+C.", ""]))
        self.stdout.flush()
