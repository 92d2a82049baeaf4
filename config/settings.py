"""All settings, fed by the environment. What production needs and does not have stops the start."""

import os
import re
import sys
from datetime import timedelta
from pathlib import Path

import dj_database_url
import structlog
from django.core.exceptions import ImproperlyConfigured

from config.logs import without_rows

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"环境变量 {name} 没有设置，见 .env.example")
    return value


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


ENVIRONMENT = env("ZHANGDENG_ENV", "production")
if ENVIRONMENT not in {"production", "demo", "test"}:
    raise ImproperlyConfigured("ZHANGDENG_ENV 只能是 production、demo 或 test")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = False
SECRET_KEY = env("SECRET_KEY")
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY 太短：至少 50 个随机字符")
# Who reported is closed with the first of these and opened with any of them (complaints/sealing.py).
REPORTER_KEYS = env_list("REPORTER_KEYS")
if not all(re.fullmatch(r"[A-Za-z0-9_-]{43}=", key) for key in REPORTER_KEYS) or not REPORTER_KEYS:
    raise ImproperlyConfigured(
        "REPORTER_KEYS 未配置或格式不对：逗号分隔的 Fernet 密钥，新的在前；"
        '生成：python3 -c "import base64,os;print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
    )
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "" if PRODUCTION else "*")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")

# ---- the pace of the demo district
SPEED = float(env("ZHANGDENG_SPEED", "1"))
if SPEED != 1:
    if PRODUCTION:
        raise ImproperlyConfigured("ZHANGDENG_SPEED 只能用于演示环境")
    from config.speed import run_at

    run_at(SPEED, float(env("ZHANGDENG_EPOCH")))

# ---- rooms
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",  # its widget templates, which FORM_RENDERER looks for among ours
    "pgtrigger",
    "django_fsm",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "rest_framework",
    "knox",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_prometheus",
    "accounts",
    "live",
    "customers",
    "workorders",
    "repair",
    "complaints",
    "desk",
    "supervision",
]
MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "accounts.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.EvenRefusals",
    "django_otp.middleware.OTPMiddleware",
    "accounts.middleware.SessionRules",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "config.measuring.RequestsByView",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "workorders.context.navigation",
                "live.context.stream",
                "repair.context.storms",
            ],
            "builtins": ["django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ---- stores
DATABASES = {"default": dj_database_url.parse(env("DATABASE_URL"), conn_max_age=600, conn_health_checks=True)}
DATABASES["default"]["OPTIONS"] = {**DATABASES["default"].get("OPTIONS", {}), "application_name": "zhangdeng"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL")
CACHES = {"default": {"BACKEND": "config.cache.Cache", "LOCATION": REDIS_URL}}
MEDIA_ROOT = env("MEDIA_ROOT", str(BASE_DIR / "var" / "media"))
MEDIA_URL = "/files/"  # never served from here: attachments go through their own view
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env("STATIC_ROOT", str(BASE_DIR / "var" / "static"))
# Hashed and compressed copies in STATIC_ROOT, made by collectstatic: the image has them, bin/run makes them when a file
# has changed, tests and measures serve the files as they lie in static/.
HASHED_STATIC = env("HASHED_STATIC", "1" if PRODUCTION else "0") == "1"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("png", "jpg", "webp", "woff", "woff2", "gz", "br", "map", "txt", "md", "LICENSE")

# ---- the stream of events: its own port where no proxy puts it beside the pages
EVENTS_PORT = int(env("EVENTS_PORT", "0") or 0)

# ---- workers
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BEAT_MAX_LOOP_INTERVAL = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Asia/Shanghai"

# ---- people and their doors
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.ThreeKindsOfCharacters"},
]
PASSWORD_MAX_AGE = timedelta(days=90)
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # 30 minutes are 30 minutes, whoever keeps knocking
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "accounts.lockout.locked_out"
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = LOGIN_URL
# The demo district's hours are shorter than ours; its people's sessions are not.
SESSION_IDLE = timedelta(minutes=30) * SPEED
REFUSED_EACH = 0.1  # seconds: what a 404 takes is rounded up to full ones of these (accounts/middleware.py)
SESSION_COOKIE_AGE = int(12 * 3600 * SPEED)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "zhangdeng_session"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CSRF_COOKIE_NAME = "zhangdeng_csrf"
CSRF_FAILURE_VIEW = "accounts.views.expired.csrf_failure"
OTP_TOTP_ISSUER = "掌灯"
OTP_ADMIN_HIDE_SENSITIVE_DATA = True  # nobody reads another person's second factor
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env("SECURE_SSL_REDIRECT", "1") == "1"
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^metrics$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

# ---- language and time
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

# ---- API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["workorders.api.parsers.JsonParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "workorders.api.errors.answer",
    "UNAUTHENTICATED_USER": None,
}
REST_KNOX = {"TOKEN_TTL": timedelta(hours=12) * SPEED, "AUTO_REFRESH": False, "TOKEN_LIMIT_PER_USER": None}
SPECTACULAR_SETTINGS = {
    "TITLE": "掌灯 95598 工单系统",
    "DESCRIPTION": (
        "受理、派单、抢修、回访：与网页同一个入口、同一套表单、同一个数据范围。\n\n"
        "先用 `POST /api/v1/sign-in/` 取得令牌，之后每个请求带 `Authorization: Token <令牌>`。"
        "写操作带 `Idempotency-Key`，断线后可以放心重发；带 `If-Match`，别人先改了会得到 409。"
        "时间一律为带时区偏移的 ISO 8601。出错时应答都是 "
        '`{"error": {"code", "message", "fields", "detail"}}`。'
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "TAGS": [{"name": name} for name in ["账号", "工单", "工单操作", "回访", "附件", "消息", "班组", "客户与话务"]],
    "ENUM_NAME_OVERRIDES": {
        "ClockState": "workorders.models.deadlines.Deadline.State",
        "CallBackState": "workorders.models.callbacks.CallBack.State",
        "YesNo": "complaints.forms.reply.YES_NO",
    },
}

# ---- messages to people
SMS_GATEWAY = env("SMS_GATEWAY", "workorders.sms.HttpGateway" if PRODUCTION else "workorders.sms.FolderGateway")
SMS_FOLDER = env("SMS_FOLDER", str(BASE_DIR / "var" / "sms"))
SMS_URL = env("SMS_URL", "")
SMS_TOKEN = env("SMS_TOKEN", "")

# ---- the telephone: asked through an adapter, told of by events (the API); empty, calls are only shown
LOCAL_TELEPHONE = "customers.services.local_telephone.LocalTelephone"
TELEPHONE_URL = env("TELEPHONE_URL", "")
TELEPHONE_TOKEN = env("TELEPHONE_TOKEN", "")
_OUR_TELEPHONE = "customers.telephone.HttpTelephone" if TELEPHONE_URL else ""
TELEPHONE = env("TELEPHONE", _OUR_TELEPHONE if PRODUCTION else LOCAL_TELEPHONE)
if PRODUCTION and TELEPHONE == LOCAL_TELEPHONE:
    raise ImproperlyConfigured("TELEPHONE 不能是演示用的话机：请设 TELEPHONE_URL 接入话务平台，或留空只显示通话")

# ---- logs: fields, one JSON line each; never names, phones or addresses
LOG_LEVEL = env("LOG_LEVEL", "INFO")
_shared: list[structlog.typing.Processor] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
]
structlog.configure(
    processors=[*_shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processors": [
                structlog.processors.format_exc_info,
                without_rows,
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
            "foreign_pre_chain": _shared,
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        "axes": {"level": "ERROR"},
        "celery.beat": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.worker.request": {"level": "WARNING"},  # a wake-up that came too late is dropped, as it should be
        "django.request": {"level": "ERROR"},
    },
}
# axes.W006 wants the address among the lock-out parameters; by 工号 alone no change of address or browser helps a guesser.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
