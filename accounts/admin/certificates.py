"""Certificates (B5.5), for the security administrator."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.actor import actor_of
from accounts.administration import RightsAdmin
from accounts.models import Certificate
from accounts.selectors import people_administered_by
from accounts.services.certificates import keep_certificate, remove_certificate


class CertificateForm(forms.ModelForm):
    class Meta:
        model = Certificate
        fields = ["person", "kind", "number", "issued_on", "expires_on"]

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        issued, expires = data.get("issued_on"), data.get("expires_on")
        if issued and expires and expires < issued:
            raise ValidationError({"expires_on": "有效期不能早于发证日期"})
        return data


@admin.register(Certificate)
class CertificateAdmin(RightsAdmin):
    form = CertificateForm
    deletable = True
    list_display = ["person", "kind", "number", "expires_on"]
    list_filter = ["expires_on"]
    list_select_related = ["person"]
    search_fields = ["person__username", "person__name", "number"]
    autocomplete_fields = ["person"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Certificate]:
        return super().get_queryset(request).filter(person__in=people_administered_by(actor_of(request)).values("pk"))

    def get_readonly_fields(self, request: HttpRequest, obj: Certificate | None = None) -> list[str]:
        return ["person"] if obj else []

    def save_model(self, request: HttpRequest, obj: Certificate, form: CertificateForm, change: bool) -> None:
        kept = keep_certificate(
            actor_of(request),
            obj.person,
            kind=obj.kind,
            number=obj.number,
            issued_on=obj.issued_on,
            expires_on=obj.expires_on,
            certificate=obj if change else None,
        )
        obj.pk = kept.pk

    def delete_model(self, request: HttpRequest, obj: Certificate) -> None:
        remove_certificate(actor_of(request), obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Certificate]) -> None:
        for certificate in queryset.select_related("person"):
            remove_certificate(actor_of(request), certificate)
