"""The demo's folder of text messages against the deliveries: none missing, none twice, none from nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from workorders.books.rows import SHOWN
from workorders.models import Delivery


def texts() -> Iterator[str]:
    """What the folder and the table say differently. A delivery being sent this moment may have its file already."""
    before = _sent()
    files = {path.stem for path in Path(settings.SMS_FOLDER).glob("zd-*.txt")}
    known = {f"zd-{pk}" for pk in Delivery.objects.filter(channel=Delivery.Channel.SMS).values_list("pk", flat=True)}
    for word, names in (("没有短信文件", before - files), ("短信文件不属于任何送达", files - known)):
        for name in sorted(names)[:SHOWN]:
            yield f"{name}：{word}（共 {len(names)} 处）"


def _sent() -> set[str]:
    sent = Delivery.objects.filter(channel=Delivery.Channel.SMS, state=Delivery.State.SENT)
    return {f"zd-{pk}" for pk in sent.values_list("pk", flat=True)}
