"""How long something took, as people write it."""

from __future__ import annotations

import re

DURATION = re.compile(
    r"(?:历时|用时|耗时|停电|约|持续)[^，。；]{0,4}?[\d一二两三四五六七八九十半]{1,4}\s?(?:个)?(?:多|余)?(?:分钟|小时|时)"
)
