"""Chinese names as people type them without an input method."""

from functools import cache
from types import ModuleType


@cache
def dictionary() -> ModuleType:
    """pypinyin with our readings. Its tables take a fifth of a second and 57 MB: only who spells loads them."""
    import pypinyin

    # A place and a street, far more often than the rising sun that the dictionary reads here.
    pypinyin.load_phrases_dict({"朝阳": [["cháo"], ["yáng"]]})
    # The conduct of a trade, and for a long time: not to walk in the wind, nor the head of time.
    pypinyin.load_phrases_dict({"行风": [["háng"], ["fēng"]], "长时间": [["cháng"], ["shí"], ["jiān"]]})
    return pypinyin


def spell(text: str) -> str:
    """Full pinyin and initials, lower case, for look-ups: 城东供电所 → ``chengdonggongdiansuo cdgds``."""
    read = dictionary()
    full = "".join(read.lazy_pinyin(text)).lower()
    initials = "".join(read.lazy_pinyin(text, style=read.Style.FIRST_LETTER)).lower()
    return f"{full} {initials}"
