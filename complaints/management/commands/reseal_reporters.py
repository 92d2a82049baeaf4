from typing import Any

from django.core.management.base import BaseCommand, CommandError

from complaints.services.secrecy import reseal_all


class Command(BaseCommand):
    help = "用 REPORTER_KEYS 中最新的密钥重新加密来电人身份；有打不开的以 1 退出"

    def handle(self, *args: Any, **options: Any) -> None:
        done, lost = reseal_all()
        self.stdout.write(f"已用最新的密钥重新加密：{done} 条")
        if lost:
            raise CommandError(f"{lost} 条没有密钥能打开，保持原样：请把当时的旧密钥加回 REPORTER_KEYS 再运行一次")
