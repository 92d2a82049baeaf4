"""People, their roles at units, and the certificates they work under."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.utils import timezone

from accounts.access import Access, Grant
from accounts.models.units import Unit


class Role(models.TextChoices):
    AGENT = "agent", "座席"
    LEAD = "lead", "值班长"
    AUDITOR = "auditor", "省审核"
    DISPATCHER = "dispatcher", "地市调度"
    HANDLER = "handler", "处理人"
    CREW = "crew", "抢修人员"
    SUPERVISOR = "supervisor", "主管"
    INTEGRITY = "integrity", "举报专责"  # a clearance: it lets the post held besides it see 举报
    NOTICE_EDITOR = "notice_editor", "信息采集"
    NOTICE_AUDITOR = "notice_auditor", "信息审核"
    PUBLISHER = "publisher", "信息发布"
    CURATOR = "curator", "知识采编"
    KNOWLEDGE_AUDITOR = "knowledge_auditor", "知识审核"
    TELEPHONY = "telephony", "话务平台"  # an account of the telephone system, not of a person
    SYSTEM_ADMIN = "system_admin", "系统管理员"
    SECURITY_ADMIN = "security_admin", "安全管理员"
    AUDIT_ADMIN = "audit_admin", "审计管理员"


ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


GRANTS = """
    SELECT r.role, r.unit_id, u.path FROM accounts_roleat r JOIN accounts_unit u ON u.id = r.unit_id
     WHERE r.person_id = %s AND u.active ORDER BY r.id
"""


class People(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: object) -> "Person":
        """A person who can sign in; with ``password=None`` they cannot until one is set."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def system(self) -> "Person":
        """The actor the workers act as. It cannot sign in."""
        return self.get(username=Person.SYSTEM)


def placed(name: str, posts: Sequence[str]) -> str:
    """李强（运检部）: two people of one name are told apart by where they work."""
    return f"{name}（{'、'.join(posts)}）" if posts else name


class Person(AbstractBaseUser):
    SYSTEM = "system"
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    username = models.CharField("工号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("手机", max_length=20, blank=True)
    is_active = models.BooleanField("在职", default=True)
    demo = models.BooleanField("演示账号", default=False, editable=False)  # its password is printed for all to read
    password_changed_at = models.DateTimeField(null=True, editable=False)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    session_key = models.CharField(max_length=40, blank=True, editable=False)

    objects = People()

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password)
        self.password_changed_at = timezone.now()

    @cached_property
    def posts(self) -> list[str]:
        """The names of the units where the person holds a role, the highest first. Where many people are shown,
        ``accounts.selectors`` reads those of all at once."""
        held = Unit.objects.filter(roles__person=self.pk, active=True).distinct().order_by("path")
        return list(held.values_list("name", flat=True))

    @property
    def placed(self) -> str:
        return placed(self.name, self.posts)

    @property
    def is_staff(self) -> bool:
        """Whether the person may open ``/admin/``: the three administrators, nobody else."""
        return self.is_active and self.access.has(*ADMINISTRATORS)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Never: rights come from roles, which the bases in ``accounts.administration`` ask. What a library
        registers in the admin for itself (device secrets, token digests) thereby stays out of reach."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff

    @cached_property
    def access(self) -> Access:
        """What this person may do and where; read once an instance, that is, once a request."""
        with connection.cursor() as cursor:  # ready-made: it is asked with every request
            cursor.execute(GRANTS, [self.pk])
            grants = tuple(Grant(*row) for row in cursor.fetchall())
        return Access(self.pk, grants, system=self.username == self.SYSTEM)


class RoleAt(models.Model):
    """A role at a unit; it reaches the unit's whole subtree."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles", verbose_name="人员")
    role = models.CharField("角色", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="roles", verbose_name="单位")
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "角色"
        constraints = [
            models.UniqueConstraint(fields=["person", "role", "unit"], name="role_once_a_unit"),
            # The three administrators are never one person (三员分立).
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(role__in=[str(role) for role in ADMINISTRATORS]),
                name="one_administration_a_person",
                violation_error_message="系统、安全、审计三种管理员不能由一人兼任",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="who_at_unit")]

    def __str__(self) -> str:
        return f"{self.person}：{self.unit}{self.get_role_display()}"


class Certificate(models.Model):
    """B5.5: duty staff are certified; an order is not assigned to someone whose certificate has lapsed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="certificates", verbose_name="人员")
    kind = models.CharField("证书", max_length=40, default="电工进网作业许可证")
    number = models.CharField("证号", max_length=40)
    issued_on = models.DateField("发证日期")
    expires_on = models.DateField("有效期至")

    class Meta:
        verbose_name = verbose_name_plural = "上岗证书"
        ordering = ["-expires_on"]

    def __str__(self) -> str:
        return f"{self.person}：{self.kind}"


class SecondFactorRule(models.Model):
    """Roles whose holders must sign in with a second factor."""

    role = models.CharField("角色", max_length=20, choices=Role, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = "双因素要求"

    def __str__(self) -> str:
        return str(self.get_role_display())
