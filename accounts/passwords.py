"""What a password must be, besides Django's own rules."""

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from accounts.models import PastPassword, Person

KINDS_DEMANDED = 3
NOT_REUSED = 5  # the present password and the ones before it


class ThreeKindsOfCharacters:
    """At least three of: lower case, upper case, digit, symbol. For ``AUTH_PASSWORD_VALIDATORS``."""

    def validate(self, password: str, user: object = None) -> None:
        kinds = {
            "lower" if char.islower() else "upper" if char.isupper() else "digit" if char.isdigit() else "symbol"
            for char in password
        }
        if len(kinds) < KINDS_DEMANDED:
            raise ValidationError(self.get_help_text(), code="password_too_uniform")

    def get_help_text(self) -> str:
        return "密码须包含小写字母、大写字母、数字、符号中的至少三种。"


def refuse_reuse(person: Person, password: str) -> None:
    """Raise ``ValidationError`` when ``password`` is one of the person's last five."""
    past = PastPassword.objects.filter(person=person).values_list("password", flat=True)[:NOT_REUSED]
    if any(check_password(password, encoded) for encoded in {person.password, *past}):
        raise ValidationError(f"不能使用最近 {NOT_REUSED} 次用过的密码。", code="password_reused")
