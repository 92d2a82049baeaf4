from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandParser


class Command(BaseCommand):
    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true")

    def handle(self, *args: object, **options: object) -> None:
        if not Group.objects.exists():
            Group.objects.create(name="one")
            self.stdout.write("SEEDED")
