"""The books as a stranger can check them: what we were told was done is there, once, and as it was told."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from simulator.acting import ORDERS
from simulator.ledger import Ledger
from simulator.population import Staff
from simulator.wire import Wire

SYSTEM = (
    "system"  # the 工号 the system acts under: it sends out what is overdue, and answers children with their master
)


async def audit(wire: Wire, lead: Staff, ledger: Ledger, since: datetime) -> list[str]:
    """Every difference between the orders ``lead`` reads and what ``ledger`` was told."""
    found, wrong = await read_all(wire, lead, since)
    for number, state in sorted(ledger.stands.items()):
        if number not in found:
            wrong.append(f"丢失：工单 {number} 曾答复「{state}」，接口里读不到")
        elif state != found[number] and state != await _left_by_people(wire, lead, number):
            wrong.append(f"工单 {number}：曾答复「{state}」，接口里是「{found[number]}」")
    return wrong


async def _left_by_people(wire: Wire, lead: Staff, number: str) -> str:
    """Where the last act of a person left the order: the system itself may have moved it on since."""
    order = await wire.get(lead, f"{ORDERS}{number}/")
    acts = [step for step in order.body.get("steps", []) if step["actor"]["username"] != SYSTEM]
    return str(acts[-1]["to_state"]) if acts else ""


async def read_all(wire: Wire, lead: Staff, since: datetime) -> tuple[dict[str, str], list[str]]:
    """Number and state of every order accepted since then, page by page; and what was wrong with the pages."""
    found: dict[str, str] = {}
    wrong: list[str] = []
    asked = {"accepted_after": since.isoformat(), "page_size": "100"}
    while True:
        answer = await wire.get(lead, ORDERS, **asked)
        if not answer.ok:
            return found, [*wrong, f"工单列表：{answer}"]
        for row in answer.body["results"]:
            if row["number"] in found:
                wrong.append(f"重复：工单 {row['number']} 在列表里出现两次")
            found[row["number"]] = row["state"]
        if not answer.body["next"]:
            return found, wrong
        asked["cursor"] = parse_qs(urlsplit(answer.body["next"]).query)["cursor"][0]
