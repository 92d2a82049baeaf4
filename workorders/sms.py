"""Text messages leave through a gateway: HTTP in production, a folder of ``.txt`` files in the demo."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Protocol

import httpx
from django.conf import settings
from django.utils.module_loading import import_string


class GatewayError(Exception):
    """The gateway did not take the message; it may be offered again with the same key. Holds no number and no text."""


class Gateway(Protocol):
    def send(self, *, key: str, phone: str, text: str) -> None:
        """Send once per ``key``: a second call with the same key does nothing. Raises ``GatewayError``."""


class FolderGateway:
    """Writes ``<key>.txt`` into ``SMS_FOLDER``."""

    def send(self, *, key: str, phone: str, text: str) -> None:
        folder = Path(settings.SMS_FOLDER)
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:  # a file in its place says "exists" too, and is no folder
            raise GatewayError(f"folder: {error.strerror}") from error
        try:
            with (folder / f"{key}.txt").open("x", encoding="utf-8") as file:
                file.write(f"{phone}\n{text}\n")
        except FileExistsError:
            return
        except OSError as error:
            raise GatewayError(f"folder: {error.strerror}") from error


class HttpGateway:
    """POSTs ``{"to", "text"}`` to ``SMS_URL`` with the key as ``Idempotency-Key``; any 2xx is acceptance."""

    def send(self, *, key: str, phone: str, text: str) -> None:
        try:
            answer = httpx.post(
                settings.SMS_URL,
                json={"to": phone, "text": text},
                headers={"Idempotency-Key": key, "Authorization": f"Bearer {settings.SMS_TOKEN}"},
                timeout=5,
            )
        except httpx.HTTPError as error:
            raise GatewayError(type(error).__name__) from error
        if not answer.is_success:
            raise GatewayError(f"http {answer.status_code}")


@cache
def _of(path: str) -> Gateway:
    gateway: Gateway = import_string(path)()
    return gateway


def gateway() -> Gateway:
    return _of(settings.SMS_GATEWAY)
