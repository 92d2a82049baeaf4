from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workorders.services.archived import miscounted
from workorders.services.tallies import count_anew


class Command(BaseCommand):
    help = "按工单本身重新统计在办、归档和退单；--check 只核对归档和退单，不符时逐条列出并以 1 退出"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不改动")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            count_anew()
            self.stdout.write("已按工单重新统计")
            return
        found = list(miscounted())
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError(f"归档统计与工单不符：{len(found)} 处，请运行 manage.py recount")
        self.stdout.write("归档统计与工单相符")
