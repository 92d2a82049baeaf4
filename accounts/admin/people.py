"""People, for the security administrator."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.actor import actor_of
from accounts.administration import RightsAdmin
from accounts.models import Person
from accounts.selectors import people_administered_by
from accounts.services import people as services
from accounts.services.second_factor import reset_second_factor


class PersonForm(forms.ModelForm):
    new_password = forms.CharField(
        label="新密码",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="留空则不变。设置后本人须在下次登录时修改。",
    )

    class Meta:
        model = Person
        fields = ["username", "name", "phone"]

    def clean_new_password(self) -> str:
        password = self.cleaned_data["new_password"]
        if password:
            validate_password(password, self.instance)
        return password


@admin.register(Person)
class PersonAdmin(RightsAdmin):
    form = PersonForm
    list_display = ["username", "name", "is_active", "must_change_password", "last_login"]
    list_filter = ["is_active", "roles__role"]
    search_fields = ["username", "name"]
    actions = ["deactivate_selected", "reactivate_selected", "reset_second_factor_selected"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return people_administered_by(actor_of(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> list[str]:
        return ["username"] if obj else []

    def get_form(
        self, request: HttpRequest, obj: Person | None = None, change: bool = False, **kwargs: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **kwargs)
        form.base_fields["new_password"].help_text += password_validators_help_text_html()
        return form

    def save_model(self, request: HttpRequest, obj: Person, form: PersonForm, change: bool) -> None:
        data, actor = form.cleaned_data, actor_of(request)
        password = data["new_password"] or None
        if not change:
            obj.pk = services.create_person(
                actor, username=data["username"], name=data["name"], phone=data["phone"], password=password
            ).pk
        else:
            if {"name", "phone"} & set(form.changed_data):
                services.change_person(actor, obj, name=data["name"], phone=data["phone"])
            if password:
                services.set_password(actor, obj, password)
        obj.refresh_from_db()

    @admin.action(description="停用（立即退出，令牌失效）")
    def deactivate_selected(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        self._each(request, people, services.deactivate, "已停用")

    @admin.action(description="重新启用")
    def reactivate_selected(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        self._each(request, people, services.reactivate, "已启用")

    @admin.action(description="解除动态口令（手机丢失）")
    def reset_second_factor_selected(self, request: HttpRequest, people: QuerySet[Person]) -> None:
        self._each(request, people, reset_second_factor, "已解除")

    def _each(
        self, request: HttpRequest, people: QuerySet[Person], act: Callable[[Person, Person], None], done: str
    ) -> None:
        for person in people:
            try:
                act(actor_of(request), person)
            except PermissionDenied as refused:
                self.message_user(request, f"{person.name}：{refused}", messages.ERROR)
            else:
                self.message_user(request, f"{person.name}：{done}", messages.SUCCESS)
