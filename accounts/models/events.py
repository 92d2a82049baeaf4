"""What was done to people and their rights. Nobody can rewrite it, the three administrators included."""

import pgtrigger
from django.db import models
from django.utils import timezone

from accounts.models.people import Person


class AccountEvent(models.Model):
    """Append-only: the database refuses UPDATE, DELETE and TRUNCATE. Read by the audit administrator."""

    class Kind(models.TextChoices):
        SIGNED_IN = "signed_in", "登录"
        SIGN_IN_FAILED = "sign_in_failed", "登录失败"
        LOCKED_OUT = "locked_out", "锁定"
        SIGNED_OUT = "signed_out", "退出"
        PERSON_CREATED = "person_created", "新建人员"
        PERSON_CHANGED = "person_changed", "修改人员"
        DEACTIVATED = "deactivated", "停用"
        REACTIVATED = "reactivated", "重新启用"
        PASSWORD_RESET = "password_reset", "重置密码"
        PASSWORD_CHANGED = "password_changed", "修改密码"
        SECOND_FACTOR_SET = "second_factor_set", "绑定动态口令"
        SECOND_FACTOR_RESET = "second_factor_reset", "解除动态口令"
        SECOND_FACTOR_REQUIRED = "second_factor_required", "要求双因素"
        SECOND_FACTOR_WAIVED = "second_factor_waived", "取消双因素要求"
        ROLE_GRANTED = "role_granted", "授予角色"
        ROLE_REVOKED = "role_revoked", "收回角色"
        CERTIFICATE_KEPT = "certificate_kept", "登记证书"
        CERTIFICATE_REMOVED = "certificate_removed", "删除证书"
        UNIT_CREATED = "unit_created", "新建单位"
        UNIT_CHANGED = "unit_changed", "修改单位"
        UNIT_MOVED = "unit_moved", "调整上级单位"
        RULE_CHANGED = "rule_changed", "修改时限规则"
        PROFILE_CHANGED = "profile_changed", "修改规则方案"
        CALENDAR_CHANGED = "calendar_changed", "修改工作日历"
        CATEGORY_CHANGED = "category_changed", "修改业务分类"
        WATCHER_CHANGED = "watcher_changed", "修改抄送领导"

    at = models.DateTimeField("时间", default=timezone.now)
    kind = models.CharField("事项", max_length=24, choices=Kind)
    actor = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="操作人"
    )  # null: nobody was signed in yet, or the installation itself acted
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="account_events", verbose_name="对象"
    )
    data = models.JSONField("详情", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "账号日志"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["-at", "-id"], name="account_event_latest")]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete),
            pgtrigger.Trigger(
                name="no_truncate",
                when=pgtrigger.Before,
                operation=pgtrigger.Truncate,
                level=pgtrigger.Statement,
                func="RAISE EXCEPTION 'pgtrigger: the account log is append-only';",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())
