"""What in a text would give a reporter away: their name, numbers, address, 户号. Pure.

Written for the agent, who is shown the place and rewrites it before anything is sent on (A3.5). It errs on the side of the
reporter, but a name that is an ordinary word (高兴, 国庆) must not keep anybody from writing ordinary sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from complaints.ordinary import ORDINARY
from customers.masking import COMPOUND_SURNAMES
from customers.pinyin import key

# One character for one character, so that places stay where they are.
DIGITS = str.maketrans(
    "０１２３４５６７８９零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖⓪①②③④⑤⑥⑦⑧⑨",
    "01234567890012345678911234567890123456789",
)
BETWEEN = r"\s\-—–·.,，、()（）+＋/／_＿|｜~～"  # may stand between the characters of a number
TITLES = [
    "先生",
    "女士",
    "小姐",
    "太太",
    "师傅",
    "老师",
    "同志",
    "大爷",
    "大妈",
    "大娘",
    "大叔",
    "大姐",
    "大哥",
    "大嫂",
    "阿姨",
    "奶奶",
    "爷爷",
    "姐",
    "哥",
    "嫂",
    "叔",
    "姨",
    "总",
]
TAIL = 4  # so many last digits of a number already tell whose it is, where they are said to be some
SHORTEST = 6  # digits that by themselves are taken for the end of a number
TAILED = re.compile(
    r"(?:尾号|尾数|末尾|(?:最?后|末)[4四]位(?:数字?)?|手机号?码?|电话(?:号码)?|号码|户号)(?:尾号)?[是为：:\s]{0,3}"
    rf"(\d(?:[{BETWEEN}]{{0,2}}\d){{{TAIL - 1}}})(?![{BETWEEN}]?\d)"
)
ALIKE = str.maketrans("OoＯｏlIｌＩ", "00001111")  # letters that stand for a digit beside one
BESIDE = re.compile(r"(?<![A-Za-zＯｏｌＩ])[OoＯｏlIｌＩ]+(?=[0-9])|(?<=[0-9])[OoＯｏlIｌＩ]+(?![A-Za-z])")
HIDDEN = r"[*＊xX×•·]{2,8}"
DOOR = re.compile(r"\d+(?:号楼|号院|栋|幢|号房?|座|单元|室|房|层|楼)")
NO_THING = "(?![窗机柜桌台线厅屏杆变表工箱桩院])"  # 502号杆 is nobody's door
MOST_DOORS = 8  # from the yard to the room there are no more; each two are looked for together
PLACE_NAMES = frozenset("庄村庙屯镇店沟路街巷寨集桥湾岭坡坝府")
MEANT = re.compile(  # what stands right before somebody's name
    r"(?:来电人|联系人|投诉人|举报人|反映人|报修人|当事人|姓名|户名|名字|名叫|叫做?|本人|我是|客户|用户|居民|业主)[是为叫：:\s]{0,3}$"
)
SPEAKS = re.compile(rf"(?:{'|'.join(TITLES[:18])}|反映|来电|致电|投诉|举报|[称说（(]|[，,]?电话)")
WHAT = {"name": "姓名", "phone": "电话", "address": "住址", "account": "户号"}


@dataclass(frozen=True)
class Giveaway:
    """``text[start:end]`` tells the reporter's ``what`` (name, phone, address or account)."""

    what: str
    start: int
    end: int

    @property
    def label(self) -> str:
        return WHAT[self.what]


def giveaways(text: str, identity: Mapping[str, Any]) -> list[Giveaway]:
    """Where ``text`` tells who reported, from the left, none inside another. ``identity``: ``name``, ``phones`` (list),
    ``address``, ``account``; what is missing or empty is not looked for."""
    digits = text.translate(DIGITS)
    numbers = _alike(digits)
    found = [
        *_names(text, str(identity.get("name") or "").strip()),
        *(each for phone in identity.get("phones") or [] for each in _numbers(numbers, str(phone), "phone")),
        *_numbers(numbers, str(identity.get("account") or ""), "account"),
        *_places(digits, str(identity.get("address") or "")),
    ]
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Giveaway] = []
    for each in found:
        if not kept or each.end > kept[-1].end:
            kept.append(each)
    return kept


def _alike(digits: str) -> str:
    """138O0l2: letters that look like the digit they stand for are that digit; places stay."""
    return BESIDE.sub(lambda match: match[0].translate(ALIKE), digits)


def in_words(text: str, found: list[Giveaway]) -> str:
    """One sentence for whoever must rewrite it."""
    said = "；".join(f"{each.label}“{text[each.start : each.end]}”" for each in found[:6])
    return f"会暴露来电人身份，请改写：{said}"


# ---- names


def _names(text: str, name: str) -> Iterator[Giveaway]:
    parts = [part for part in re.split(r"[·•．・.\s]+", name) if part]
    name = "".join(parts)
    if len(name) < 2:
        return
    if len(parts) > 1:  # 阿依古丽·买买提: each part is a name of its own
        yield from _written(text, name)
        for part in parts:
            yield from _written(text, part) if len(part) > 1 else ()
        return
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else name[:1]
    given = name[len(surname) :]
    if given not in TITLES:  # 于先生 is no more than how one is addressed
        yield from _written(text, name)
        if len(given) > 1:
            yield from _written(text, given)
    if len(surname) > 1:
        yield from _written(text, surname)  # 澹台: there are few of the name
    yield from _addressed(text, surname, given)
    yield from _spelled(text, name)
    yield from _spelled(text, given)


def _written(text: str, name: str) -> Iterator[Giveaway]:
    """The name itself, also with blanks or dots between; one of two characters only where it is no part of a word."""
    for match in re.finditer(r"[\s·•]{0,2}".join(map(re.escape, name)), text):
        if len(name) > 2 or _stands_for_a_person(text, match, name in ORDINARY):
            yield Giveaway("name", match.start(), match.end())


def _stands_for_a_person(text: str, match: re.Match[str], ordinary: bool) -> bool:
    start, end = match.span()
    before, after = text[max(0, start - 8) : start], text[end : end + 4]
    if MEANT.search(before) and after[:1] not in set("地得极了"):
        return True
    if not ordinary:
        return not (_word(text, start - 1) or _word(text, end - 1) or _counted(text, start))
    begins = not before or not before[-1].isalnum()
    return begins and SPEAKS.match(after) is not None


def _word(text: str, at: int) -> bool:
    """Whether the character at ``at`` and the next make an ordinary word."""
    return at >= 0 and text[at : at + 2] in ORDINARY


def _counted(text: str, start: int) -> bool:
    """500元…, 3张…: a surname that is also what is counted."""
    return start > 0 and text[start] in "元张万单时" and text[start - 1].isdigit()


def _addressed(text: str, surname: str, given: str) -> Iterator[Giveaway]:
    """王女士, 小王, 王某, 王XX, 姓王."""
    it = re.escape(surname)
    hidden = rf"某{re.escape(given[-1:])}|某某?|[XxＸ×*＊]{{1,3}}" if given else r"某某?"
    titled = re.compile(rf"{it}(?:[\s（(]{{0,2}}(?:{'|'.join(TITLES)})|{hidden}|姓(?:客户|用户|先生|女士)?)")
    for match in titled.finditer(text):
        last = match.end() - 1
        if not (
            _word(text, match.start() - 1)
            or _counted(text, match.start())
            or (text[last] in "总姐哥" and _word(text, last))
        ):
            yield Giveaway("name", match.start(), match.end())
    for match in re.finditer(rf"(?:[小老](?={it})|姓){it}", text):
        after = text[match.end() : match.end() + 1]
        if not (_word(text, match.start() - 1) or _word(text, match.end() - 1) or after in PLACE_NAMES):
            yield Giveaway("name", match.start(), match.end())


def _spelled(text: str, name: str) -> Iterator[Giveaway]:
    """In pinyin, in one or in parts."""
    syllables = [key(each).split(" ")[0] for each in name]
    if len("".join(syllables)) < 5 or not all(each.isascii() and each.isalpha() for each in syllables):
        return
    spelled = r"[\s'\-]{0,2}".join(map(re.escape, syllables))
    for match in re.finditer(rf"(?<![A-Za-z]){spelled}(?![A-Za-z])", text, re.IGNORECASE | re.ASCII):
        yield Giveaway("name", match.start(), match.end())


# ---- numbers


def _numbers(text: str, number: str, what: str) -> Iterator[Giveaway]:
    """The number however it is written: with blanks or strokes, in full width, in Chinese; its middle hidden; or its end
    alone. ``text``: with all digits made the same."""
    digits = re.sub(r"\D", "", number.translate(DIGITS))
    if len(digits) < 7:
        return
    plain, places = _digits_of(text)
    for size in dict.fromkeys((len(digits), 8, 7, SHORTEST)):
        if size > len(digits):
            continue
        for match in re.finditer(f"(?={digits[-size:]})", plain):
            start, end = places[match.start()], places[match.start() + size - 1] + 1
            alone = not (text[start - 1 : start].isdigit() or text[end : end + 1].isdigit())
            if size == len(digits) or alone:
                yield Giveaway(what, start, end)
    for match in TAILED.finditer(text):
        if re.sub(r"\D", "", match[1]) == digits[-TAIL:]:
            yield Giveaway(what, *match.span(1))
    for match in re.finditer(rf"(?<!\d){digits[:3]}{HIDDEN}{digits[-TAIL:]}(?!\d)", text):
        yield Giveaway(what, match.start(), match.end())


def _digits_of(text: str) -> tuple[str, list[int]]:
    """The digits of ``text`` in one row, a blank where something else lies between, and where each stands."""
    plain, places = [], []
    for match in re.finditer(f"[0-9]|[^{BETWEEN}]", text):
        plain.append(match[0] if match[0].isascii() and match[0].isdigit() else " ")
        places.append(match.start())
    return "".join(plain), places


# ---- places


def _places(text: str, address: str) -> Iterator[Giveaway]:
    """The address, its part behind the town, street and house, or the door alone (3单元502室, 3-502, 502室).
    ``text``: with all digits made the same."""
    address = re.sub(r"\s", "", address).translate(DIGITS)
    if len(address) < 4:
        return
    for pattern in _wordings(address):
        for match in re.finditer(pattern, text):
            yield Giveaway("address", match.start(), match.end())


def _wordings(address: str) -> list[str]:
    wordings = {address}
    behind = re.split(r"(?<=[省市区县])", address)
    wordings |= {part for at in range(1, len(behind)) if len(part := "".join(behind[at:])) >= 5}
    doors = list(DOOR.finditer(address))[:MOST_DOORS]
    if doors:
        street = re.search(r"[^省市区县镇乡\d]{2,12}$", address[: doors[0].start()])
        wordings |= {street[0] + doors[0].group()} if street else set()
    for first in range(len(doors) - 1):
        for last in range(first + 1, len(doors)):
            wordings.add(address[doors[first].start() : doors[last].end()])
    if doors and doors[-1].group().endswith("室") and len(doors[-1].group()) >= 3:
        wordings.add(doors[-1].group())
    wordings |= {each.removesuffix("室") for each in wordings if DOOR.findall(each)[1:]}
    found = [_spread(each) for each in wordings if len(each) >= 3]
    numbers = [re.sub(r"\D", "", door.group()) for door in doors]
    if doors and doors[-1].group()[-1] in "室号房" and 3 <= len(numbers[-1]) <= 4:  # 2602室 is 26楼02室
        floor, room = int(numbers[-1][:-2]), int(numbers[-1][-2:])
        found.append(rf"(?<![0-9])0?{floor}[楼层][\s，,的]{{0,2}}0?{room}(?:室|房|号{NO_THING})")
    if len(doors) > 1 and doors[-2].group()[-1] in "楼层" and len(numbers[-1]) <= 2:  # and the other way round
        found.append(rf"(?<![0-9]){numbers[-2]}{numbers[-1]:0>2}(?:室|房|号{NO_THING})")
    if len(numbers) > 1 and len(numbers[-1]) >= 3:
        joined = r"\s*[-—－/]\s*"
        found += [rf"(?<![\d.\-—/]){joined.join(numbers[at:])}(?![\d.\-—/])" for at in range(len(numbers) - 1)]
    return found


def _spread(wording: str) -> str:
    """As people write it, with blanks anywhere, and no part of a longer number."""
    inner = r"\s{0,2}".join(map(re.escape, wording))
    return ("(?<![0-9])" if wording[0].isdigit() else "") + inner + ("(?![0-9])" if wording[-1].isdigit() else "")
