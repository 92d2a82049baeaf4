"""The first three people of a new installation."""

import os
import sys
from getpass import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts.models import ADMINISTRATORS, Person, Role, RoleAt, Unit
from accounts.services.people import create_person, grant_role
from accounts.services.units import create_unit

SHORT = {Role.SYSTEM_ADMIN: "system", Role.SECURITY_ADMIN: "security", Role.AUDIT_ADMIN: "audit"}


class Command(BaseCommand):
    help = (
        "Create the system, security and audit administrator of a new installation: three people, no default "
        "passwords. Asks for what is not given. Without a terminal, passwords are read from "
        "ZHANGDENG_SYSTEM_PASSWORD, ZHANGDENG_SECURITY_PASSWORD, ZHANGDENG_AUDIT_PASSWORD, else three lines of "
        "standard input. Each must be changed at the first sign-in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        for role, short in SHORT.items():
            parser.add_argument(f"--{short}", metavar="工号", help=f"{role.label}的工号")
        parser.add_argument("--unit", metavar="名称", help="最高一级单位的名称（还没有单位时用）")

    @transaction.atomic
    def handle(self, *args: object, **options: str | None) -> None:
        if RoleAt.objects.filter(role__in=ADMINISTRATORS, person__is_active=True).exists():
            raise CommandError("已经有管理员了：请由安全管理员在 /admin/ 里增设")
        usernames = {role: options[short] or self.ask(f"{role.label}的工号") for role, short in SHORT.items()}
        if len(set(usernames.values())) < len(usernames):
            raise CommandError("系统、安全、审计三种管理员须是三个人")
        system = Person.objects.system()
        root = Unit.objects.filter(parent=None).order_by("pk").first() or create_unit(
            parent=None, kind=Unit.Kind.PROVINCE, name=options["unit"] or self.ask("最高一级单位的名称"), code="ROOT"
        )
        for role, username in usernames.items():
            try:
                person = create_person(system, username=username, name=role.label, password=self.password(role))
            except ValidationError as error:
                raise CommandError(f"{role.label} {username}：{'；'.join(error.messages)}") from error
            grant_role(system, person, role, root)
        self.stdout.write("三位管理员已建立，首次登录时须各自修改密码。")

    def ask(self, what: str) -> str:
        answer = input(f"{what}：").strip() if sys.stdin.isatty() else ""
        if not answer:
            raise CommandError(f"没有给出{what}")
        return answer

    def password(self, role: Role) -> str:
        given = os.environ.get(f"ZHANGDENG_{SHORT[role].upper()}_PASSWORD")
        if given is None:
            given = getpass(f"{role.label}的密码：") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
        if not given:
            raise CommandError(f"没有给出{role.label}的密码")
        return given
