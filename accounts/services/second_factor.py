"""The second factor: an authenticator app that shows a code every 30 seconds (TOTP)."""

from base64 import b32encode

from django.db import transaction
from django_otp import verify_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AccountEvent, Person
from accounts.policies import require_security_over
from accounts.services.events import record
from accounts.services.sessions import end_everywhere
from accounts.services.sign_in import SignInError, refuse_haste


def confirmed_device(person: Person) -> TOTPDevice | None:
    """The authenticator the person has set up, if any."""
    return TOTPDevice.objects.filter(user=person, confirmed=True).order_by("pk").first()


def new_device(person: Person) -> TOTPDevice:
    """The authenticator the person is about to set up; the same until it is confirmed."""
    return TOTPDevice.objects.get_or_create(user=person, confirmed=False, defaults={"name": "动态口令"})[0]


def secret(device: TOTPDevice) -> str:
    """The secret as people type it into an app: base32, in groups of four."""
    text = b32encode(device.bin_key).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def confirm_device(person: Person, device: TOTPDevice, code: str) -> None:
    """Finish setting up with a first code. Raises ``SignInError`` when it is wrong."""
    refuse_haste(device)
    if verify_token(person, device.persistent_id, code.strip()) is None:
        raise SignInError("wrong_code", "动态口令不正确：请核对手机时间，再输入当前显示的 6 位数字")
    TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
    record(AccountEvent.Kind.SECOND_FACTOR_SET, actor=person, person=person)


@transaction.atomic
def reset_second_factor(actor: Person, person: Person) -> None:
    """Forget the authenticator (a lost phone) and end all sessions. Raises ``PermissionDenied``."""
    require_security_over(actor, person)
    TOTPDevice.objects.filter(user=person).delete()
    end_everywhere(person)
    record(AccountEvent.Kind.SECOND_FACTOR_RESET, actor=actor, person=person)
