"""The screens: where, who, how large, what is done before the picture. To add one, add a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from playwright.sync_api import Page

from screens.moment import Moment

DESK, WALL, PHONE, PAPER = (1440, 900), (1920, 1080), (390, 844), (794, 1123)  # the last: A4
Theme = Literal["light", "dark"]
LIGHT: Theme = "light"
DARK: Theme = "dark"


@dataclass(frozen=True)
class Screen:
    """``shots`` are the pictures that are kept; ``who`` and ``address`` may depend on the moment; ``status``: what the
    page answers with; ``whole``: the whole page, not only what is seen at first."""

    name: str
    title: str
    address: str | Callable[[Moment], str]
    who: str | Callable[[Moment], str] = ""
    sizes: tuple[tuple[int, int], ...] = (DESK,)
    steps: Callable[[Page, Moment], None] | None = None
    status: int = 200
    whole: bool = False
    dark: bool = False  # kept in dark as well
    media: str = "screen"
    once: bool = False  # what its steps do cannot be done twice

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


def case_with(unit: str) -> Callable[[Moment], str]:
    """The page of a complaint that ``unit`` is about to answer."""
    return lambda moment: f"/orders/{moment.case_with(unit).number}/"


def by_phone(moment: Moment) -> str:
    """The search for the number of whoever called most often."""
    return f"/search/?q={moment.busiest_phone('dispatcher01')}"


def sent_in_again(moment: Moment) -> str:
    """The audit desk, open on the answer that came back from the province and was sent in again."""
    return f"/audit/?order={moment.sent_in_again().number}"


def replying(page: Page, moment: Moment) -> None:
    """A reply that would come back, and what the gate says while it is typed."""
    page.locator("[name=text]").fill("已到现场处理，该客户无理取闹，枪修人员已解释清楚。")
    page.locator("[name=opinion]").fill("客户满意")
    page.locator("[data-findings] li, .findings li, .finding").first.wait_for()


def press(keys: str) -> Callable[[Page, Moment], None]:
    return lambda page, moment: page.keyboard.press(keys)


def taking_down(page: Page, moment: Moment) -> None:
    """The call half taken down: category chosen, the matter typed."""
    page.keyboard.type("dygz")
    page.keyboard.press("Enter")
    page.locator("textarea[name=content]").fill(
        "客户反映家中停电约十分钟，邻居有灯，表后开关已检查没有跳。已提醒注意安全。"
    )


def in_confidence(page: Page, moment: Moment) -> None:
    """A complaint whose customer wants to stay unknown, and would be known by what was written."""
    page.keyboard.type("ccryfwtd")
    page.keyboard.press("Enter")
    page.check("input[name=secrecy][value=confidential]")
    name = page.locator("#id_contact_name").input_value()
    page.locator("#id_content").press_sequentially(f"客户{name}反映抄表员上门催费时态度生硬，要求道歉并说明情况。")
    page.locator("#spots mark").first.wait_for()


def ranked(page: Page, moment: Moment) -> None:
    """The first fault of the board chosen, its crews ranked."""
    page.keyboard.press("j")


def without_network(page: Page, moment: Moment) -> None:
    """The crew departs where there is no network."""
    page.context.set_offline(True)
    page.get_by_role("button", name="出发").first.click()


def signed_out(page: Page, moment: Moment) -> None:
    """The session ends while somebody writes."""
    page.locator("#panel textarea").first.fill("客户来电补充：楼道里能闻到焦味，请带绝缘手套。")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.locator("#panel [type=submit]").click()


def overtaken(page: Page, moment: Moment) -> None:
    """Another dispatcher is faster."""
    page.locator("#panel select[name=crew]").select_option(index=2)
    moment.assign("邻居也没有电", "dispatcher04", "城南抢修二班")
    page.locator("#panel [type=submit]").click()


def stormy(page: Page, moment: Moment) -> None:
    """大面积抢修 has begun."""
    moment.begin_storm("望浦区 10kV 朝阳线跳闸，影响约 900 户，预计 12:30 前恢复；来电请先查线路，不再逐户派工。")
    page.reload()
    ranked(page, moment)


SCREENS: tuple[Screen, ...] = (
    Screen("sign-in", "登录", "/sign-in/", sizes=(DESK, PHONE), dark=True),
    Screen("desk", "坐席工作台：通话中", "/desk/", "agent01", (DESK, WALL), taking_down, dark=True),
    Screen("desk-complaint", "坐席工作台：保密投诉", "/desk/?kind=complaint", "agent01", steps=in_confidence),
    Screen("reply", "回复：边写边校验", case_with("云浦市营销部"), "handler01", (DESK, PHONE), replying, dark=True),
    Screen("audit", "省审核台", sent_in_again, "auditor01", (DESK, PHONE), dark=True),
    Screen("follow", "投诉跟踪", "/complaints/", "supervisor03", (DESK, PHONE)),
    Screen("returns", "退单分析", "/returns/", "supervisor02", (DESK, PHONE), dark=True),
    Screen("weekly", "业务周报", "/weekly/", "supervisor02", (DESK, PHONE), dark=True),
    Screen("desk-idle", "坐席工作台：来电振铃", "/desk/", "agent06"),
    Screen("queue", "工单列表：调度", "/orders/", "dispatcher01", (DESK, WALL, PHONE), dark=True),
    Screen("queue-agent", "工单列表：坐席", "/orders/", "agent03", (DESK, PHONE)),
    Screen("queue-empty", "工单列表：没有结果", "/orders/?text=没有这样的内容", "dispatcher01", (DESK, PHONE)),
    Screen("order", "工单", order("全村停电"), "dispatcher01", (DESK, PHONE), dark=True),
    Screen("order-verb", "工单：退单", order("冰柜里有货", "refuse/"), "dispatcher01", (DESK, PHONE)),
    Screen("order-crew", "工单：抢修人员", order("孩子在上网课"), crew("孩子在上网课"), (PHONE,)),
    Screen("order-print", "打印的工单", order("早上起来发现", "print/"), "agent03", (PAPER,), media="print"),
    Screen("board", "派工台", "/board/", "dispatcher01", (DESK, WALL), ranked, dark=True),
    Screen("crew", "抢修移动端：我的抢修", "/crew/", crew("孩子在上网课"), (PHONE,), dark=True),
    Screen(
        "crew-order",
        "抢修移动端：一张工单",
        lambda moment: f"/crew/#/{moment.order('孩子在上网课').number}",
        crew("孩子在上网课"),
        (PHONE,),
    ),
    Screen("crew-offline", "抢修移动端：没有网络", "/crew/", crew("孩子在上网课"), (PHONE,), without_network),
    Screen("crew-check", "抢修移动端：每日检查", "/crew/", "crew111", (PHONE,)),
    Screen("callbacks", "回访台", "/callbacks/", "agent05", (DESK, PHONE), dark=True),
    Screen("overview", "班长总览", "/overview/", "lead01", (DESK, WALL, PHONE), dark=True),
    Screen("new", "新建报修（不用工作台时）", "/orders/new/repair/", "agent01", (DESK, PHONE)),
    Screen("inbox", "消息", "/inbox/", "lead01", (DESK, PHONE)),
    Screen("search", "查工单", by_phone, "dispatcher01", (DESK, PHONE)),
    Screen("look-up", "客户查询", "/customers/", "agent01", (DESK, PHONE)),
    Screen("duty", "值班与检查", "/duty/", "supervisor04", (DESK, PHONE)),
    Screen("keys", "键盘操作", "/orders/", "dispatcher01", (DESK,), press("?")),
    Screen("session-ended", "登录失效：写的内容还在", order("全村停电", "note/"), "dispatcher01", steps=signed_out),
    Screen("not-found", "没有找到", "/nowhere/", "agent01", (DESK, PHONE), status=404),
    Screen("not-allowed", "没有权限", "/overview/", crew("孩子在上网课"), status=403),
    # ---- what follows changes the district: it stays at the end
    Screen(
        "conflict", "两人同时办一张工单", order("邻居也没有电", "assign/"), "dispatcher01", steps=overtaken, once=True
    ),
    Screen("storm", "派工台：大面积抢修", "/board/", "dispatcher01", (DESK, WALL), stormy, dark=True),
)
