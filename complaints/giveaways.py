"""What in a text would give a reporter away: their name, numbers, address, 户号. Pure.

Written for the agent, who is shown the place and rewrites it before anything is sent on (A3.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from customers.masking import COMPOUND_SURNAMES

DIGITS = str.maketrans("０１２３４５６７８９零〇一二三四五六七八九幺", "0123456789001234567891")
APART = re.compile(r"[\s\-—–·.,，、()（）+＋]")
TITLES = ("先生", "女士", "小姐", "师傅", "老师", "同志", "大爷", "大妈", "阿姨", "某某", "某")
TAIL = 4  # so many last digits of a number already tell whose it is
DOOR = re.compile(r"\d+(?:号楼|号院|栋|幢|号|座|单元|室|层|楼)")
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
    found = [
        *_names(text, str(identity.get("name") or "").strip()),
        *(each for phone in identity.get("phones") or [] for each in _numbers(text, str(phone), "phone")),
        *_numbers(text, str(identity.get("account") or ""), "account"),
        *_places(text, str(identity.get("address") or "")),
    ]
    found.sort(key=lambda each: (each.start, -each.end))
    kept: list[Giveaway] = []
    for each in found:
        if not kept or each.end > kept[-1].end:
            kept.append(each)
    return kept


def in_words(text: str, found: list[Giveaway]) -> str:
    """One sentence for whoever must rewrite it."""
    said = "；".join(f"{each.label}“{text[each.start : each.end]}”" for each in found[:6])
    return f"会暴露来电人身份，请改写：{said}"


def _names(text: str, name: str) -> Iterator[Giveaway]:
    if len(name) < 2:
        return
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES else name[:1]
    wordings = [name, *(surname + title for title in TITLES), *(before + surname for before in ("小", "老"))]
    given = name[len(surname) :]
    if len(given) > 1:
        wordings.append(given)
    for wording in wordings:
        for match in re.finditer(re.escape(wording), text):
            yield Giveaway("name", match.start(), match.end())


def _numbers(text: str, number: str, what: str) -> Iterator[Giveaway]:
    """The number however it is written: with blanks or strokes, in full width, in Chinese; or its last digits alone."""
    digits = re.sub(r"\D", "", number)
    if len(digits) < 7:
        return
    plain, places = _digits_of(text)
    seen = -1
    for size in (len(digits), 8, 7, 6, TAIL):
        if size > len(digits):
            continue
        for match in re.finditer(f"(?={re.escape(digits[-size:])})", plain):
            start, end = places[match.start()], places[match.start() + size - 1] + 1
            alone = size > TAIL or _stands_alone(plain, places, match.start(), size)
            if alone and end > seen:
                yield Giveaway(what, start, end)
                seen = end


def _digits_of(text: str) -> tuple[str, list[int]]:
    """The digits of ``text`` in one row, a blank where something else lies between, and where each stands."""
    plain, places = [], []
    for place, character in enumerate(text):
        if APART.fullmatch(character):
            continue
        digit = character.translate(DIGITS)
        plain.append(digit if digit.isascii() and digit.isdigit() else " ")
        places.append(place)
    return "".join(plain), places


def _stands_alone(plain: str, places: list[int], at: int, size: int) -> bool:
    """Whether four digits stand by themselves, and not in a longer number that is another one."""
    before = plain[at - 1] if at else " "
    after = plain[at + size] if at + size < len(plain) else " "
    return before == " " and after == " "


def _places(text: str, address: str) -> Iterator[Giveaway]:
    """The address, its part behind the town, or the door alone when it has two parts or more (3单元502室)."""
    address = re.sub(r"\s", "", address)
    if len(address) < 4:
        return
    wordings = {address}
    behind = re.split(r"(?<=[省市区县])", address)
    wordings |= {part for at in range(1, len(behind)) if len(part := "".join(behind[at:])) >= 5}
    doors = list(DOOR.finditer(address))
    for first in range(len(doors) - 1):
        tail = address[doors[first].start() :]
        wordings.add(tail)
        wordings.add(tail.removesuffix("室"))
    if doors and doors[-1].group().endswith("室"):
        wordings.add(doors[-1].group())
    for wording in wordings:
        if len(wording) < 3:
            continue
        for match in re.finditer(r"\s*".join(map(re.escape, wording)), text):
            yield Giveaway("address", match.start(), match.end())
