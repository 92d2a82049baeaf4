"""Points of time as people write them in replies, the year and month they leave out filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import NamedTuple

from complaints.replies.reading import Passage

HAN = "[一二三四五六七八九十]{1,3}"
DATE = (
    r"(?:(?P<year>(?:19|20)\d\d)\s?[年./-]\s?(?P<month1>\d{1,2})\s?[月./-]\s?(?P<day1>\d{1,2})(?!\d)\s?[日号]?"
    rf"|(?P<month2>\d{{1,2}}|{HAN})\s?月\s?(?:份)?(?P<day2>\d{{1,2}}|{HAN})\s?[日号]"
    r"|(?<![\d.近前后每约满逾超])(?P<day3>\d{1,2})\s?(?:日|(?<![路街巷弄里道村苑坊园区厦庄桥湾]\d)(?<![路街巷弄里道村苑坊园区厦庄桥湾]\d\d)号)(?!内|均|后|以|用|电|楼|线|杆|院|门|变|机|井|单元|台|表|柜|房|住宅|店|铺|厂|仓|主|站|路|桩|地块|箱)"
    r"|(?P<same>当[日天晚]|同[日天]|次日|翌日|第二天))"
)
CLOCK = (
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜间|夜里|晚)?\s?"
    rf"(?:(?P<hour>\d{{1,2}}|(?<=[日号午晚晨]){HAN})\s?(?:[时点](?!段|间|长)|[:：](?=\d\d))(?:\s?(?P<minute>\d{{1,2}}(?!\d)|{HAN}(?=分))\s?分?|(?P<halfpast>半))?)"
)
MOMENT = re.compile(
    rf"{DATE}(?:{CLOCK})?|(?<![\d:：]){CLOCK}".replace("P<hour>", "P<hour_a>", 1)
    .replace("P<half>", "P<half_a>", 1)
    .replace("P<minute>", "P<minute_a>", 1)
    .replace("P<halfpast>", "P<halfpast_a>", 1)
)
MOST = 60  # a text with more is no reply
# 6月31号表箱, 11月至2月30日均电量; 96点负荷, 40时区表: no day, and no hour.
NO_DAY = re.compile(r"\d{1,2}\s?[日号](?:杆|表|箱|变|塔|机|井|桩|柜|楼|线|均|用|台)")
HOUR = re.compile(r"\d{1,2}\s?(?:时(?![区段点])|[:：])")
LEAP = 2024  # where no year is told, 29 February may be right
PM = {"下午", "傍晚", "晚上", "晚间", "夜间", "夜里", "晚"}


class Moment(NamedTuple):
    """``exact``: with hour and minute; else the day only, at midnight. ``dated``: the day is written, not carried over
    from the moment before. ``doubtful``: the month was guessed and another guess would be as good."""

    start: int
    end: int
    at: datetime
    exact: bool
    dated: bool
    doubtful: bool


def moments(passage: Passage, base: datetime | None, now: datetime | None) -> list[Moment]:
    """In the text's order. Without ``base`` nothing can be told and none are found; what is no date (13月) is passed over."""
    if base is None:
        return []
    found: list[Moment] = []
    day: datetime | None = None
    afternoon = 0  # the hour last told as one of the afternoon or evening
    for match in islice(MOMENT.finditer(passage.text), MOST):
        parts = match.groupdict()
        dated, doubtful = True, False
        try:
            if parts["year"]:
                day = _at(base, int(parts["year"]), int(parts["month1"]), int(parts["day1"]))
            elif parts["month2"]:
                day = _nearest_year(base, number(parts["month2"]), number(parts["day2"]))
            elif parts["day3"]:
                day, doubtful = _nearest_month(day if found else None, base, now, int(parts["day3"]))
            elif parts["same"]:
                if day is None:
                    continue
                day = day + timedelta(days=parts["same"] in ("次日", "翌日", "第二天"))
            else:
                dated = False
            if day is None:
                continue
            hour, minute = _clock(parts)
            half = parts["half_a"] or parts["half"]
            # 下午2时停电，5时送电: five in the afternoon.
            if hour is not None and not half and not dated and afternoon and afternoon <= hour + 12 < 24:
                hour += 12
            if hour is not None:
                afternoon = hour if half in PM or (afternoon and not dated) else 0
            at = day if hour is None else day + timedelta(hours=hour, minutes=minute)
        except (ValueError, OverflowError):
            continue
        found.append(Moment(match.start(), match.end(), at, hour is not None, dated, doubtful))
    return found


def no_such(passage: Passage) -> Iterator[tuple[int, int]]:
    """Where the text names a day of a month, or an hour of such a day, that does not exist (2月30日, 12月1日25时)."""
    for match in islice(MOMENT.finditer(passage.text), MOST):
        parts = match.groupdict()
        month, day, hour = parts["month1"] or parts["month2"], parts["day1"] or parts["day2"], parts["hour_a"]
        if not (month and day and month.isdecimal() and day.isdecimal() and "月" in match.group()):
            continue
        try:
            date(int(parts["year"] or LEAP), int(month), int(day))
        except ValueError:
            if not NO_DAY.match(passage.text, match.start("day1" if parts["day1"] else "day2")):
                yield match.span()
            continue
        if hour and hour.isdecimal() and int(hour) > 24 and HOUR.match(passage.text, match.start("hour_a")):
            yield match.span()


def number(written: str) -> int:
    """十一 and 11 alike, below a hundred. Raises ValueError for what is no number (十十)."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        raise ValueError("no number")
    return (("一二三四五六七八九".index(tens) + 1 if tens else 1) * 10 if ten else 0) + (
        "一二三四五六七八九".index(ones) + 1 if ones else 0
    )


def _clock(parts: dict[str, str | None]) -> tuple[int | None, int]:
    written = parts["hour_a"] or parts["hour"]
    if not written:
        return None, 0
    hour = number(written)
    minute = number(parts["minute_a"] or parts["minute"] or ("30" if parts["halfpast_a"] or parts["halfpast"] else "0"))
    if (parts["half_a"] or parts["half"]) in PM and hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        raise ValueError("no such time")
    return hour, minute


def _at(base: datetime, year: int, month: int, day: int) -> datetime:
    return base.replace(year=year, month=month, day=day, hour=0, minute=0, second=0, microsecond=0)


def _nearest_year(base: datetime, month: int, day: int) -> datetime:
    guesses = []
    for year in (base.year - 1, base.year, base.year + 1):
        try:
            guesses.append(_at(base, year, month, day))
        except ValueError:
            continue
    if not guesses:
        raise ValueError("no such day")
    return min(guesses, key=lambda guess: abs(guess - base))


def _nearest_month(before: datetime | None, base: datetime, now: datetime | None, day: int) -> tuple[datetime, bool]:
    """A bare day belongs to the month just named, else to the base's. After a day ahead (6月30日前完成，25日到户) it takes the
    month that is not: the base's or the one before. Doubtful where no month was named and it lies ahead or may."""
    month = before or base
    at = _at(month, month.year, month.month, day)
    if before is not None and now is not None and before > now and at > now:
        for year, of_year in ((base.year, base.month), (base.year - (base.month == 1), (base.month + 10) % 12 + 1)):
            try:
                other = _at(base, year, of_year, day)
            except ValueError:
                continue
            if other <= now:
                return other, False
    return at, before is None
