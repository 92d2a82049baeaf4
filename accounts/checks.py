"""System checks: what must not be true of a production database."""

from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import ProgrammingError, connections, transaction

from accounts.models import Person


@register(Tags.database)
def no_demo_accounts(databases: Sequence[str] | None = None, **kwargs: object) -> list[CheckMessage]:
    """``accounts.E001``: in production no active account may have a password that is printed in the README.
    They could not sign in anyhow; that they are there says the database is a demo's."""
    if not settings.PRODUCTION:
        return []
    found: list[CheckMessage] = []
    for alias in databases or []:
        try:
            with transaction.atomic(using=alias):
                count = Person.objects.using(alias).filter(demo=True, is_active=True).count()
        except ProgrammingError:  # before the first migration
            connections[alias].close_if_unusable_or_obsolete()
            continue
        if count:
            found.append(
                Error(
                    f"生产数据库里有 {count} 个启用中的演示账号",
                    hint="生产环境请用空数据库并运行 manage.py first_administrators，或由安全管理员停用演示账号。",
                    id="accounts.E001",
                )
            )
    return found
