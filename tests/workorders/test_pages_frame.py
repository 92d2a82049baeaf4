"""What stands around every page: the side bar by role, the keyboard, the error pages."""

import pytest

from tests.browsing import at_desk, text_of


@pytest.mark.parametrize(
    ("post", "offered", "withheld"),
    [
        ("agent", ["新建工单", "回访", "客户查询"], ["值班与检查", "管理后台"]),
        ("dispatcher", ["值班与检查", "客户查询"], ["新建工单", "回访"]),
        ("crew", ["值班与检查"], ["新建工单", "客户查询"]),
        ("supervisor", ["值班与检查"], ["新建工单", "客户查询"]),
        ("system_admin", ["管理后台"], ["新建工单", "值班与检查"]),
    ],
)
def test_the_side_bar_is_the_roles(district, post, offered, withheld):
    page = text_of(at_desk(getattr(district, post)).get("/orders/"))
    side = page.split('<nav class="side')[1].split("</nav>")[0]
    for label in offered:
        assert label in side, label
    for label in withheld:
        assert label not in side, label


def test_no_script_inside_a_page(district, order):
    client = at_desk(district.agent)
    for path in ("/orders/", f"/orders/{order.number}/", "/orders/new/repair/", "/callbacks/", "/inbox/"):
        page = text_of(client.get(path))
        assert "<script>" not in page
        assert not [word for word in (" onclick=", " onsubmit=", "hx-on", "javascript:") if word in page]


def test_personal_pages_are_not_kept_by_anybody(district, order):
    assert "no-store" in at_desk(district.agent).get(f"/orders/{order.number}/")["Cache-Control"]


def test_not_found_in_plain_chinese(district):
    answer = at_desk(district.agent).get("/nowhere/")
    assert answer.status_code == 404
    assert "没有这个页面" in text_of(answer)
