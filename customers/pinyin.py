"""The letters that Chinese words are found by: full pinyin and initials."""

from functools import lru_cache

from accounts.pinyin import dictionary
from customers.masking import COMPOUND_SURNAMES

# Surnames read otherwise than the character alone, or in more ways than one; the usual reading first.
SURNAMES: dict[str, tuple[str, ...]] = {
    "单": ("shan", "dan"), "曾": ("zeng", "ceng"), "仇": ("qiu", "chou"), "解": ("xie", "jie"), "查": ("zha", "cha"),
    "区": ("ou", "qu"), "盖": ("ge", "gai"), "翟": ("zhai", "di"), "乐": ("yue", "le"), "朴": ("piao", "pu"),
    "任": ("ren",), "华": ("hua",), "缪": ("miao", "mou"), "种": ("chong", "zhong"), "召": ("shao", "zhao"),
    "覃": ("qin", "tan"), "洗": ("xian", "xi"), "折": ("she", "zhe"), "员": ("yun", "yuan"), "祭": ("zhai", "ji"),
    "盛": ("sheng", "cheng"), "郗": ("xi", "chi"), "贾": ("jia", "gu"), "石": ("shi",), "柏": ("bai", "bo"),
    "车": ("che",), "沈": ("shen",), "牟": ("mou", "mu"), "黑": ("hei", "he"), "繁": ("po", "fan"),
    "尉": ("wei", "yu"), "隗": ("wei", "kui"), "乜": ("nie", "mie"), "吕": ("lv", "lu"), "长": ("chang", "zhang"),
    "长孙": ("zhang sun",), "万俟": ("mo qi",), "尉迟": ("yu chi",), "单于": ("chan yu",), "澹台": ("tan tai",),
}  # fmt: skip


@lru_cache(maxsize=65536)
def key(*texts: str) -> str:
    """Full pinyin and initials of the texts as one, ``"zhangdeng zd"``; empty without characters, letters, digits."""
    return " ".join(_words(tuple(part for text in texts for part in _syllables(text))))


@lru_cache(maxsize=65536)
def name_key(text: str) -> str:
    """``key`` of a person's or company's name, with every reading of a surname: 单玉 is ``"shanyu sy danyu dy"``."""
    if text.isascii():
        return key(text)
    surname = text[:2] if text[:2] in COMPOUND_SURNAMES else text[:1]
    given = _syllables(text[len(surname) :])
    readings = [tuple(reading.split()) for reading in SURNAMES.get(surname, ())] or [_syllables(surname)]
    return " ".join(dict.fromkeys(word for reading in readings for word in _words((*reading, *given))))


@lru_cache(maxsize=65536)
def _syllables(text: str) -> tuple[str, ...]:
    read = dictionary()
    return tuple(" ".join(read.lazy_pinyin(text, style=read.Style.NORMAL, errors=_letters)).split())


def _letters(other: str) -> str:
    """What is no Chinese character: letters and digits one by one, the rest left out."""
    return " ".join(char for char in other.lower() if char.isascii() and char.isalnum())


def _words(syllables: tuple[str, ...]) -> tuple[str, ...]:
    if not syllables:
        return ()
    return ("".join(syllables), "".join(part[0] for part in syllables))
