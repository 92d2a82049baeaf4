"""Coming in and going out: the same steps for the page and the API.

``authenticate`` (password) → ``verify_code`` (second factor, when there is one) → ``open_session`` or a token.
Failures of either step count towards the lock-out."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib import auth
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils import timezone
from django_otp import login as otp_login
from django_otp import verify_token
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts.models import AccountEvent, Person
from accounts.policies import barred
from accounts.services.events import record
from accounts.services.sessions import NOBODY, hold_session

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInError(Exception):
    """Why somebody may not come in. ``code`` is for programs, ``message`` for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def authenticate(request: HttpRequest, username: str, password: str) -> Person:
    """The person whose password this is. Raises ``SignInError``; when locked out, the answer is made by
    ``accounts.lockout``."""
    already_locked = not AxesProxyHandler.is_allowed(request, {"username": username})
    person = auth.authenticate(request, username=username, password=password)
    if person is None:
        _count_failure(request, username, "password", already_locked)
        raise SignInError("wrong_credentials", "工号或密码不正确")
    if reason := barred(person):
        record(AccountEvent.Kind.SIGN_IN_FAILED, actor=None, person=person, why="barred", ip=_ip(request))
        raise SignInError("account_barred", reason)
    return person


def verify_code(request: HttpRequest, person: Person, device: TOTPDevice, code: str) -> None:
    """Check a code of the confirmed ``device``. Raises ``SignInError``; a code cannot be used twice."""
    credentials = {"username": person.username}
    if not AxesProxyHandler.is_allowed(request, credentials):
        # What the lock-out's middleware looks for.
        vars(request).update(axes_locked_out=True, axes_credentials=credentials)
        raise SignInError("locked_out", "账号已锁定")
    refuse_haste(device)
    if verify_token(person, device.persistent_id, code.strip()) is None:
        user_login_failed.send(__name__, credentials=credentials, request=request)
        _count_failure(request, person.username, "code", already_locked=False)
        raise SignInError("wrong_code", "动态口令不正确或已用过，请等下一个口令")


def refuse_haste(device: TOTPDevice) -> None:
    """Raise ``SignInError`` while the pause after a wrong code (1, 2, 4, 8 … seconds) still lasts."""
    allowed, why = device.verify_is_allowed()
    if not allowed:
        seconds = max(1, round((why["locked_until"] - timezone.now()).total_seconds()))
        raise SignInError("too_soon", f"输错后须稍等，请 {seconds} 秒后再试")


def open_session(request: HttpRequest, person: Person, device: TOTPDevice | None = None) -> None:
    """Sign ``person`` in on this browser; a session elsewhere ends."""
    auth.login(request, person, backend=BACKEND)
    if device:
        otp_login(request, device)
    hold_session(person, request.session.session_key)
    note_sign_in(request, person, "page")


def note_sign_in(request: HttpRequest, person: Person, door: str) -> None:
    record(AccountEvent.Kind.SIGNED_IN, actor=person, person=person, door=door, ip=_ip(request))


def sign_out(request: HttpRequest) -> None:
    """End this browser's session."""
    person = request.user
    if person.is_authenticated:
        hold_session(person, NOBODY)
        record(AccountEvent.Kind.SIGNED_OUT, actor=person, person=person)
    auth.logout(request)


def _count_failure(request: HttpRequest, username: str, what: str, already_locked: bool) -> None:
    """Note the failure, and the lock-out once, when this failure brought it about."""
    if already_locked:
        return
    person = Person.objects.filter(username=username).first()
    data = {"what": what, "username": username[:40], "ip": _ip(request)}
    record(AccountEvent.Kind.SIGN_IN_FAILED, actor=None, person=person, **data)
    if getattr(request, "axes_locked_out", False):
        record(AccountEvent.Kind.LOCKED_OUT, actor=None, person=person, **data)


def _ip(request: HttpRequest) -> str:
    return request.META.get("REMOTE_ADDR", "")
