"""Who can sign in to the demo, and as what."""

import unicodedata
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.demo import DEMO_PASSWORD
from accounts.demo.roster import first_of_each_post

HEADINGS = ("角色", "工号", "口令", "单位")


class Command(BaseCommand):
    help = "列出演示账号：每个角色在每级单位一个"

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("生产环境没有演示账号")
        rows = [
            (held.get_role_display(), held.person.username, DEMO_PASSWORD, held.unit.name)
            for held in first_of_each_post()
        ]
        if not rows:
            raise CommandError("还没有演示账号，请先运行 manage.py seed_demo")
        table = [HEADINGS, *rows]
        widths = [max(_width(row[column]) for row in table) for column in range(len(HEADINGS))]
        for row in table:
            cells = (cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True))
            self.stdout.write("  ".join(cells).rstrip())


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
