"""Personal data for eyes that do not need it: enough to recognise, not enough to find someone."""

import re

COMPOUND_SURNAMES = frozenset(
    re.findall(
        "..",
        "欧阳司马上官诸葛东方皇甫尉迟公孙慕容令狐司徒夏侯端木长孙宇文司空南宫百里东郭呼延"
        "万俟闻人澹台公冶宗政濮阳淳于单于太叔申屠仲孙轩辕钟离鲜于闾丘亓官拓跋独孤",
    )
)
_DOOR = re.compile(r"[0-9０-９〇零一二三四五六七八九十百]+(?=[号栋幢弄组座#\-]|单元)|[0-9０-９]")
_STREET = re.compile(r"^.*(?:[路街道巷弄村镇乡]|大道)")


def mask_name(name: str) -> str:
    """张伟 → 张*, 欧阳娜娜 → 欧阳**: the surname stays."""
    shown = 2 if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else 1
    return name[:shown] + "*" * (len(name) - shown)


def mask_address(address: str) -> str:
    """The street stays, the door goes: 云浦市朝阳路18号3单元502室 → 云浦市朝阳路***."""
    if door := _DOOR.search(address):
        return address[: door.start()] + "***"
    if street := _STREET.match(address):
        return street[0] + ("***" if street.end() < len(address) else "")
    return address[: min(3, len(address) // 2)] + "***" if address else ""


def mask_account(account_no: str) -> str:
    """户号: the last four stay, by which a customer can confirm it."""
    return "*" * max(0, len(account_no) - 4) + account_no[-4:]
