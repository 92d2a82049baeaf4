"""Hands on the desk's keyboard and mouse, counting what they press."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Page, expect

from customers.services import calls
from tests import factories

FAULT = "客户报修一户无电，室内及表下开关未跳闸，请尽快核实处理。"


@dataclass
class Hands:
    """``keys``: keys and chords pressed, letters typed into anything but the free text included."""

    page: Page
    keys: int = 0
    clicks: int = 0

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.keys += 1

    def say(self, text: str) -> None:
        """Free text: what the customer says is not counted."""
        self.page.keyboard.type(text)


def note(**figures: float) -> None:
    """Hand figures to whoever measures."""
    if "DESK_FIGURES" in os.environ:
        with Path(os.environ["DESK_FIGURES"]).open("a") as file:
            file.write(json.dumps(figures) + "\n")


def rings(town: factories.District, call_id: str = "c1", caller: str = "13812345678") -> None:
    calls.ring(call_id, caller, town.centre, 1, timezone.now(), by=town.telephony)


def answered(page: Page) -> None:
    """The agent has taken the call, and the form for it is there."""
    page.keyboard.press("F2")
    expect(page.locator("#line .line-state")).to_have_text("通话中")
    expect(page.locator("#sheet")).not_to_have_attribute("data-slot", "")


def dispatch_a_known_callers_fault(page: Page) -> Hands:
    """From the answer to the dispatch, as a practised agent does it."""
    hands = Hands(page)
    hands.press("F2")
    expect(page.locator("#id_category")).to_be_focused()
    hands.press("d", "y", "Enter")
    expect(page.locator("#id_content")).to_be_focused()
    hands.say(FAULT)
    hands.press("Tab", "Space", "Control+Enter")
    expect(page.locator(".done-word")).to_have_text("已受理并派单")
    return hands
