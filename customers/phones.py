"""Phone numbers as people write them, and as we store them.

Stored form: a mobile as its 11 digits (``13812345678``), a landline as area code and number without separators
(``04272821234``), a service number as it is dialled (``95598``, ``4008101234``), a foreign one as ``+85221234567``.
An extension is no part of it: the number is what a call comes from and goes out to.
"""

import re
import unicodedata
from functools import lru_cache

import phonenumbers
from phonenumbers import shortnumberinfo

HOME = "CN"
LONGEST = 1000  # characters read: a pasted megabyte would take a second
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣ー", "-"))

# What people put between groups of digits. A group has two digits at least (`_in_groups`), so that the 8 of
# "1381234567 8楼" is not pulled into the number.
_GAP = r"(?:[ ]?[-.][ ]?|[ ]{1,2})?"
_HOME = rf"(?:(?:\+|00)86\)?{_GAP}|86{_GAP})?(?:\(0\){_GAP})?"
_AREA = r"(?:10|2\d|[3-9]\d{2})"
_LOCAL = rf"(?:[2-8]\d{{6,7}}|[2-8]\d{{2,3}}{_GAP}\d{{4}})"
_NUMBER = re.compile(
    rf"""(?<![\d+])(?:
        {_HOME}0?(?P<mobile>1[3-9](?:{_GAP}\d){{9}})
      | {_HOME}(?P<free>[48]00{_GAP}\d{{3}}{_GAP}\d{{4}})
      | (?:(?:\+|00)86\)?{_GAP}(?:\(0\){_GAP}|\(?0?)|(?:86{_GAP})?\(?0)(?P<area>{_AREA})\)?{_GAP}(?P<local>{_LOCAL})
      | (?:\(?0{_AREA}\)?{_GAP})?(?P<service>95\d{{3}}|96\d{{3,4}}|1[02]\d{{3}})(?![号室楼栋幢弄单层米元度户年月日])
      | (?P<bare>{_LOCAL})
      | (?P<foreign>\+\d[\d -]{{6,18}}\d)
    )(?!\d)""",
    re.VERBOSE,
)
_EXTENSION = re.compile(r"\s*(?:转|分机|ext\.?|x|#|-)\s*\d{1,6}(?!\d)", re.IGNORECASE)
# "13812345678/79", "0427-2821234、35": the last digits of one more number.
_ENDING = re.compile(r"\s*[/、\\]\s*(\d{1,4})(?![\w]|[ .-]{1,2}\d)")
_NEIGHBOUR = re.compile(rf"\s*[/、\\,，;；]\s*({_LOCAL})(?![\w-])")


def normalise(text: str, area_code: str = "") -> list[str]:
    """Every phone number in ``text``, in stored form, in order, each once; ``[]`` when there is none.

    ``area_code`` ("0427") completes local numbers written without one; without it they are left out, for a
    number is never invented: its digits all stand in the text. Only the first 1,000 characters are read, and no
    number that reaches their end: half a number may be somebody else's. Raises nothing.
    """
    clean = unicodedata.normalize("NFKC", text[:LONGEST]).translate(_DASHES)
    if len(text) > LONGEST:
        clean = clean.rstrip("0123456789+-. ()")
    found: list[str] = []
    at = 0
    while match := _NUMBER.search(clean, at):
        area, number = _read(match, area_code)
        at = match.end()
        if not number:
            continue
        found.append(number)
        at, more = _read_endings(clean, at, area, number)
        found += more
    return list(dict.fromkeys(found))


def mask(number: str) -> str:
    """The number for eyes that do not need it: ``138****1234``, ``0427***1234``; service numbers stay whole."""
    if len(number) < 7:
        return number
    shown = 4 if number.startswith("0") and number[1] not in "12" else 3
    return number[:shown] + "*" * (len(number) - shown - 4) + number[-4:]


def _read(match: re.Match[str], area_code: str) -> tuple[str, str]:
    """Area code (landlines only) and stored form of what was matched; ("", "") when it is no number."""
    kind = match.lastgroup or ""
    written = match[kind]
    digits = re.sub(r"\D", "", written)
    match kind:
        case "mobile":
            return "", digits if _in_groups(written) and _valid(digits) else ""
        case "free":
            return "", digits if _valid(digits) else ""
        case "local":
            area = "0" + match["area"]
            return (area, area + digits) if _valid(area + digits) else ("", "")
        case "service":
            return "", digits if _valid_service(digits) else ""
        case "bare" if area_code:
            return (area_code, area_code + digits) if _valid(area_code + digits) else ("", "")
        case "foreign":
            return "", _foreign(written)
    return "", ""


def _read_endings(clean: str, at: int, area: str, number: str) -> tuple[int, list[str]]:
    """Skip an extension, then read further numbers given by their last digits or without their area code."""
    more: list[str] = []
    if skipped := _EXTENSION.match(clean, at):
        at = skipped.end()
    while True:
        if (ending := _ENDING.match(clean, at)) and not number.startswith("+"):
            candidate = number[: -len(ending[1])] + ending[1]
        elif area and (ending := _NEIGHBOUR.match(clean, at)):
            candidate = area + re.sub(r"\D", "", ending[1])
        else:
            return at, more
        if not _valid(candidate):
            return at, more
        more.append(candidate)
        at = ending.end()


def _in_groups(written: str) -> bool:
    return all(len(group) > 1 for group in re.findall(r"\d+", written))


@lru_cache(maxsize=4096)
def _valid(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, HOME))
    except phonenumbers.NumberParseException:
        return False


def _valid_service(number: str) -> bool:
    parsed = phonenumbers.PhoneNumber(country_code=86, national_number=int(number))
    return shortnumberinfo.is_valid_short_number_for_region(parsed, HOME)


def _foreign(written: str) -> str:
    try:
        parsed = phonenumbers.parse(written)
    except phonenumbers.NumberParseException:
        return ""
    if parsed.country_code == 86 or not phonenumbers.is_valid_number(parsed):
        return ""
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
