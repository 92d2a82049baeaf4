"""The account log, for the audit administrator."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.administration import AuditAdmin
from accounts.models import AccountEvent, Role
from accounts.selectors import account_events

NAMES = {
    "ip": "来源地址",
    "door": "入口",
    "why": "原因",
    "role": "角色",
    "at": "单位",
    "name": "名称",
    "username": "工号",
    "certificate": "证书",
    "fields": "改了",
    "before": "原来",
    "after": "现在",
    "what": "输错的",
    "profile": "规则方案",
    "clock": "时限",
    "area_class": "地区",
    "grade": "等级",
    "was": "原为",
    "now": "改为",
    "valid_from": "生效",
    "act": "操作",
    "category": "分类",
    "below": "连同下级",
    "order": "次序",
    "business": "业务",
}
WORDS = {
    "page": "网页",
    "api": "接口",
    "password": "密码",
    "code": "动态口令",
    "barred": "账号已锁定或停用",
    "add": "新增",
    "rename": "改名",
    "move": "移动",
    "order": "调整次序",
    "retire": "停用",
    "name": "指定",
    "dismiss": "取消",
    **dict(Role.choices),
}
INTERNAL = frozenset({"unit", "demo"})  # keys of rows; the names stand beside them


@admin.register(AccountEvent)
class AccountEventAdmin(AuditAdmin):
    list_display = ["at", "kind", "actor", "person", "told"]
    fields = readonly_fields = ("at", "kind", "actor", "person", "told")
    list_filter = ["kind", "at"]
    search_fields = ["person__username", "actor__username"]
    list_select_related = ["actor", "person"]
    date_hierarchy = "at"

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccountEvent]:
        return account_events()

    @admin.display(description="详情")
    def told(self, event: AccountEvent) -> str:
        rows = ((NAMES.get(name, name), value) for name, value in event.data.items() if name not in INTERNAL)
        return "；".join(f"{name}：{_words(value)}" for name, value in rows) or "—"


def _words(value: object) -> str:
    if isinstance(value, list):
        return "、".join(_words(each) for each in value)
    return WORDS.get(str(value), str(value))
