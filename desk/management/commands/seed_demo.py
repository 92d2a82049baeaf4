"""Fill an empty system with the demo district: invented people in an invented city."""

from argparse import ArgumentParser
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from accounts.demo import District, build_units, hire
from accounts.models import Unit
from complaints.demo import bring_cases, name_watchers
from customers.demo import populate
from repair.demo import put_on_duty

PREMISES = 20_000
STEPS: list[Callable[[District], object]] = [
    hire,
    populate,
    put_on_duty,
    name_watchers,
]  # in this order, all or nothing


class Command(BaseCommand):
    help = "生成演示数据：虚构的云浦市，含单位、人员、电网、客户、停电信息和投诉类工单"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="已有单位时什么也不做")
        parser.add_argument("--premises", type=int, default=PREMISES, help=f"用电地址数，默认 {PREMISES}")
        parser.add_argument("--no-cases", action="store_true", help="不生成投诉、举报、意见、建议、表扬工单")
        parser.add_argument("--no-year", action="store_true", help="只生成最近两周的，不生成此前一年的归档工单")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("演示数据不能写入生产环境：演示账号的口令是公开的")
        if options["premises"] < 1:
            raise CommandError("--premises 须大于 0")
        if Unit.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError("库中已有单位，演示数据只能写入空库；要重来请用 bin/run --reset")
        began = perf_counter()
        with transaction.atomic():
            district = build_units(options["premises"])
            for step in STEPS:
                step(district)
            if not options["no_cases"]:
                bring_cases(district, a_year=not options["no_year"])
        with connection.cursor() as cursor:
            # Until statistics exist, look-ups would be planned for empty tables.
            cursor.execute("ANALYZE")
        self.stdout.write(f"演示数据已生成：{options['premises']} 处用电地址，用时 {perf_counter() - began:.1f} 秒")
