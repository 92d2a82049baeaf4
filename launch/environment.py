"""The variables the application is configured by (all of them are explained in .env.example)."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from launch.places import VAR, VENV, is_root, make_private, write_private
from launch.problem import Problem

CURRENT = VAR / "environment.json"


def secret_key() -> str:
    """This checkout's key, made once and kept in a file only its owner reads."""
    path = VAR / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(60))
    return path.read_text().strip()


def fernet_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def reporter_key() -> str:
    """This checkout's key for who reported, made once: without it what it closed stays closed."""
    path = VAR / "reporter_key"
    if not path.exists():
        write_private(path, fernet_key())
    return path.read_text().strip()


def for_demo(found: Mapping[str, str], host: str, port: int, events_port: int) -> dict[str, str]:
    """The environment of bin/run's processes. What the caller's environment says already, stands."""
    anywhere = host not in ("127.0.0.1", "::1", "localhost")
    defaults = {
        "SECRET_KEY": os.environ.get("SECRET_KEY") or secret_key(),
        "REPORTER_KEYS": os.environ.get("REPORTER_KEYS") or reporter_key(),
        "ALLOWED_HOSTS": "*" if anywhere else "localhost,127.0.0.1,[::1]",
        "MEDIA_ROOT": str(make_private(VAR / "media")),
        "SMS_FOLDER": str(make_private(VAR / "sms")),
        "STATIC_ROOT": str(make_private(VAR / "static")),
        "LOG_LEVEL": "INFO",
    }
    if is_root():  # a demo that root started on purpose: Celery's page-long warning at each start helps nobody
        defaults["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    fixed = {
        **found,
        "ZHANGDENG_ENV": "demo",
        "HASHED_STATIC": "1",
        "WEB_HOST": f"[{host}]" if ":" in host else host,
        "WEB_PORT": str(port),
        "EVENTS_HOST": host,
        "EVENTS_PORT": str(events_port),
        "BEAT_FILE": str(VAR / "beat"),
        "PYTHONDONTWRITEBYTECODE": "",  # as for tests: six start at once
    }
    return {**_python(), **defaults, **_without_pace(os.environ), **_path(), **fixed}


def for_tests(found: Mapping[str, str], files: Path) -> dict[str, str]:
    """The environment of the tests: nothing of the caller's configuration gets in."""
    fixed = {
        **found,
        "ZHANGDENG_ENV": "test",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "REPORTER_KEYS": fernet_key(),
        "ALLOWED_HOSTS": "*",
        "MEDIA_ROOT": str(make_private(files / "media")),
        "SMS_FOLDER": str(make_private(files / "sms")),
        "STATIC_ROOT": str(make_private(files / "static")),
        # Many processes begin in the course of a run: each would compile the whole project anew if this were forbidden.
        "PYTHONDONTWRITEBYTECODE": "",
        "LOG_LEVEL": "WARNING",
    }
    cleared = {
        "HASHED_STATIC",
        "CSRF_TRUSTED_ORIGINS",
        "EVENTS_PORT",
        "METRICS_TOKEN",
        "SMS_GATEWAY",
        "SMS_URL",
        "SMS_TOKEN",
        "TELEPHONE",
        "TELEPHONE_TOKEN",
        "TELEPHONE_URL",
        "SECURE_SSL_REDIRECT",
    }
    kept = {name: value for name, value in _without_pace(os.environ).items() if name not in cleared}
    return {**_python(), **kept, **_path(), **fixed}


def _python() -> dict[str, str]:
    return {"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}


def _path() -> dict[str, str]:
    return {"PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _without_pace(environment: Mapping[str, str]) -> dict[str, str]:
    """A pace is given by --simulate alone; a forgotten variable must not shift anybody's clock."""
    ours = {"ZHANGDENG_SPEED", "ZHANGDENG_EPOCH", "ZHANGDENG_BEGAN", "ZHANGDENG_VENV_SECONDS"}
    return {name: value for name, value in environment.items() if name not in ours}


def publish(environment: Mapping[str, str]) -> None:
    """Note it for bin/manage, readable by the owner only."""
    note = {name: value for name, value in environment.items() if os.environ.get(name) != value}
    write_private(CURRENT, json.dumps(note))


def withdraw() -> None:
    """The system is down: bin/manage has nothing to talk to."""
    CURRENT.unlink(missing_ok=True)


def published() -> dict[str, str]:
    """The environment of the running bin/run, or the caller's own when it names a database. Raises Problem."""
    if CURRENT.exists():
        return {**os.environ, **json.loads(CURRENT.read_text())}
    if "DATABASE_URL" in os.environ:
        return {**os.environ, **_path()}
    raise Problem("系统没有在运行：请先在另一个终端执行 bin/run，再运行管理命令。")
