"""API tokens: ``Authorization: Token …``. Stored as digests, so that a copy of the database opens nothing."""

from django.utils import timezone
from knox.crypto import hash_token
from knox.models import AuthToken
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import Person
from accounts.policies import barred

# Asked with every request of the API, hence ready-made.
HOLDER = """
    SELECT p.*, t.expiry AS token_expiry
      FROM knox_authtoken t JOIN accounts_person p ON p.id = t.user_id WHERE t.digest = %s
"""


class TokenAuthentication(BaseAuthentication):
    """One query a request, by the digest, which is the primary key. ``request.auth`` is the ``AuthToken``."""

    keyword = "Token"

    def authenticate(self, request: Request) -> tuple[Person, AuthToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != self.keyword.lower().encode():
            return None
        if len(words) != 2:
            raise AuthenticationFailed("请求头 Authorization 应为“Token 加一个空格加令牌”", code="token_malformed")
        digest = self.digest(words[1])
        person = next(iter(Person.objects.raw(HOLDER, [digest])), None)
        if person is None:
            raise AuthenticationFailed("令牌无效，请重新登录", code="token_invalid")
        token = AuthToken(digest=digest, user=person, expiry=vars(person)["token_expiry"])
        if token.expiry and token.expiry <= timezone.now():
            raise AuthenticationFailed("令牌已过期，请重新登录", code="token_expired")
        if reason := barred(person):
            raise AuthenticationFailed(reason, code="account_barred")
        return person, token

    def authenticate_header(self, request: Request) -> str:
        return self.keyword

    @staticmethod
    def digest(token: bytes) -> str:
        try:
            return hash_token(token.decode())
        except UnicodeDecodeError:
            raise AuthenticationFailed("令牌无效，请重新登录", code="token_invalid") from None
