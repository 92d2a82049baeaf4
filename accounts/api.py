"""Sign-in for programs: a token for a password (and a code), and who one is."""

from django.contrib.auth.signals import user_logged_in
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api_serializers import ErrorSerializer, PersonSerializer, SignedInSerializer, SignInSerializer
from accounts.models import AccountEvent, Person
from accounts.policies import password_expired
from accounts.selectors import second_factor_required
from accounts.services import sign_in as services
from accounts.services.events import record
from accounts.services.second_factor import confirmed_device
from accounts.services.sessions import issue_token

STATUS = {
    "wrong_credentials": 401,
    "second_factor_required": 401,
    "wrong_code": 401,
    "too_soon": 429,
    "locked_out": 429,
}


class Refusal(APIException):
    """A refused sign-in in the API's error shape."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message, code)
        self.status_code = STATUS.get(code, 403)


class SignInView(APIView):
    authentication_classes: list[type] = []
    permission_classes = [AllowAny]

    @extend_schema(
        operation_id="sign_in",
        summary="登录，取得令牌",
        tags=["账号"],
        auth=[],
        request=SignInSerializer,
        responses={
            200: SignedInSerializer,
            400: ErrorSerializer,
            401: OpenApiResponse(ErrorSerializer, "工号、密码或动态口令不正确，或缺少动态口令"),
            403: OpenApiResponse(ErrorSerializer, "账号不能使用，或须先在网页上修改密码、绑定动态口令"),
            429: OpenApiResponse(ErrorSerializer, "失败次数过多，已锁定"),
        },
    )
    def post(self, request: Request) -> Response:
        form = SignInSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            person = self.admit(request, **form.validated_data)
        except services.SignInError as refused:
            raise Refusal(refused.code, refused.message) from refused
        token, text = issue_token(person)
        # The library's own end of a sign-in: failures forgotten, last_login set.
        user_logged_in.send(Person, request=request._request, user=person)
        services.note_sign_in(request._request, person, "api")
        return Response(SignedInSerializer({"token": text, "expires_at": token.expiry, "person": person}).data)

    def admit(self, request: Request, username: str, password: str, code: str = "") -> Person:
        """Both steps at once. Raises ``SignInError``."""
        person = services.authenticate(request._request, username, password)
        device = confirmed_device(person)
        if device is None and second_factor_required(person):
            raise services.SignInError("second_factor_setup_required", "您的角色要求动态口令，请先在网页上登录并绑定")
        if device and not code:
            raise services.SignInError("second_factor_required", "请同时提供动态口令 code")
        if device:
            services.verify_code(request._request, person, device, code)
        if password_expired(person):
            raise services.SignInError("password_change_required", "密码须修改，请先在网页上登录并修改密码")
        return person


class SignOutView(APIView):
    @extend_schema(
        operation_id="sign_out", summary="退出，令牌作废", tags=["账号"], request=None, responses={204: None}
    )
    def post(self, request: Request) -> Response:
        request.auth.delete()
        record(AccountEvent.Kind.SIGNED_OUT, actor=request.user, person=request.user, door="api")
        return Response(status=204)


class MeView(APIView):
    @extend_schema(operation_id="me", summary="我是谁，有哪些角色", tags=["账号"], responses=PersonSerializer)
    def get(self, request: Request) -> Response:
        return Response(PersonSerializer(request.user).data)
