"""The screens: where, who, how large, what is done before the picture. To add one, add a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from screens.moment import Moment

DESK, WALL, PHONE, PAPER = (1440, 900), (1920, 1080), (390, 844), (794, 1123)  # the last: A4
LIGHT, DARK = "light", "dark"


@dataclass(frozen=True)
class Screen:
    """``shots`` are the pictures that are kept; ``who`` and ``address`` may depend on the moment; ``status``: what the
    page answers with; ``whole``: the whole page, not only what is seen at first."""

    name: str
    address: str | Callable[[Moment], str]
    who: str | Callable[[Moment], str] = ""
    sizes: tuple[tuple[int, int], ...] = (DESK,)
    steps: Callable[[Page], None] | None = None
    status: int = 200
    whole: bool = False
    dark: bool = False  # kept in dark as well
    media: str = "screen"

    def where(self, moment: Moment) -> str:
        return self.address if isinstance(self.address, str) else self.address(moment)

    def person(self, moment: Moment) -> str:
        return self.who if isinstance(self.who, str) else self.who(moment)


def order(text: str, verb: str = "") -> Callable[[Moment], str]:
    """The page of the order whose report says ``text``, or of one of its verbs."""
    return lambda moment: f"/orders/{moment.order(text).number}/{verb}"


def crew(text: str) -> Callable[[Moment], str]:
    """Somebody of the crew that has that order."""
    return lambda moment: moment.crew_of(text).username


def press(keys: str) -> Callable[[Page], None]:
    return lambda page: page.keyboard.press(keys)


def taking_down(page: Page) -> None:
    """The call half taken down: category chosen, the matter typed."""
    page.keyboard.type("dygz")
    page.keyboard.press("Enter")
    page.locator("textarea[name=content]").fill(
        "客户反映家中停电约十分钟，邻居有灯，表后开关已检查没有跳。已提醒注意安全。"
    )


def ranked(page: Page) -> None:
    """The first fault of the board chosen, its crews ranked."""
    page.keyboard.press("j")


SCREENS: tuple[Screen, ...] = (
    Screen("sign-in", "/sign-in/", sizes=(DESK, PHONE), dark=True),
    Screen("desk", "/desk/", "agent01", (DESK, WALL), taking_down, dark=True),
    Screen("desk-idle", "/desk/", "agent06"),
    Screen("queue", "/orders/", "dispatcher01", (DESK, WALL, PHONE), dark=True),
    Screen("queue-agent", "/orders/", "agent03", (DESK, PHONE)),
    Screen("queue-empty", "/orders/?text=没有这样的内容", "dispatcher01", (DESK, PHONE)),
    Screen("order", order("全村停电"), "dispatcher01", (DESK, PHONE), dark=True),
    Screen("order-verb", order("吊车碰断", "assign/"), "dispatcher01", (DESK, PHONE)),
    Screen("order-crew", order("孩子在上网课"), crew("孩子在上网课"), (PHONE,)),
    Screen("order-print", order("早上起来发现"), "agent03", (PAPER,), media="print"),
    Screen("board", "/board/", "dispatcher01", (DESK, WALL), ranked, dark=True),
    Screen("crew", "/crew/", crew("孩子在上网课"), (PHONE,), dark=True),
    Screen("crew-check", "/crew/", "crew111", (PHONE,)),
    Screen("callbacks", "/callbacks/", "agent05", (DESK, PHONE), dark=True),
    Screen("overview", "/overview/", "lead01", (DESK, WALL, PHONE), dark=True),
    Screen("new", "/orders/new/repair/", "agent01", (DESK, PHONE)),
    Screen("inbox", "/inbox/", "lead01", (DESK, PHONE)),
    Screen("search", "/search/?q=000026", "dispatcher01", (DESK, PHONE)),
    Screen("look-up", "/customers/", "agent01", (DESK, PHONE)),
    Screen("duty", "/duty/", "supervisor04", (DESK, PHONE)),
    Screen("keys", "/orders/", "dispatcher01", (DESK,), press("?")),
    Screen("not-found", "/nowhere/", "agent01", (DESK, PHONE), status=404),
)
