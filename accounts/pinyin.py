"""Chinese names as people type them without an input method."""

from pypinyin import Style, lazy_pinyin


def spell(text: str) -> str:
    """Full pinyin and initials, lower case, for look-ups: 城东供电所 → ``chengdonggongdiansuo cdgds``."""
    full = "".join(lazy_pinyin(text)).lower()
    initials = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
    return f"{full} {initials}"
