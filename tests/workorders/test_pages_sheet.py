"""The order on paper, and its files on the page."""

from django.core.files.base import ContentFile
from django.utils import timezone

from tests import factories
from tests.browsing import HTMX, at_desk, text_of
from workorders.models import Attachment


def attach(order, person, name: str, content_type: str, kind: str = "photo") -> Attachment:
    return Attachment.objects.create(
        order=order,
        kind=kind,
        name=name,
        file=ContentFile(b"-", name="x"),
        size=1,
        content_type=content_type,
        sha256=f"{len(name):064}",
        uploaded_by=person,
        uploaded_at=timezone.now(),
    )


def test_the_paper_has_what_is_filed(district):
    order = factories.lived_until(district, "replied")
    paper = text_of(at_desk(district.agent).get(f"/orders/{order.number}/print/"))
    for part in (
        "供电服务工单",
        order.number,
        "张伟",
        "13812345678",
        "客户签字",
        "更换熔断器",
        "按时",
        "办理过程",
        "回访",
    ):
        assert part in paper, part
    story = paper.split("办理过程")[1]
    assert story.index("受理</td>") < story.index("回单</td>")  # as it happened
    for post in (district.agent, district.crew):  # filed for years: of two people of one name it tells which
        assert post.posts and f"<td>{post.placed}</td>" in story


def test_the_paper_masks_as_the_page_does(district):
    order = factories.lived_until(district, "dispatched")
    paper = text_of(at_desk(district.supervisor).get(f"/orders/{order.number}/print/"))
    for secret in ("张伟", "13812345678", "502室", district.premises.account_no):
        assert secret not in paper, secret
    assert "联系方式按权限隐藏" in paper
    assert at_desk(district.other_dispatcher).get(f"/orders/{order.number}/print/").status_code == 404


def test_pictures_are_shown_others_are_listed(district, order):
    attach(order, district.agent, "现场.jpg", "image/jpeg")
    attach(order, district.agent, "方案.pdf", "application/pdf", "document")
    attach(order, district.agent, "通话.mp3", "audio/mpeg", "recording")
    page = text_of(at_desk(district.agent).get(f"/orders/{order.number}/"))
    assert page.count("data-picture=") == 1
    assert "<audio controls" in page
    assert 'target="_blank" rel="noopener">方案.pdf' in page


def test_a_browser_asks_again_before_it_shows_a_kept_file(district, order):
    kept = attach(order, district.agent, "现场.jpg", "image/jpeg")
    client = at_desk(district.agent)
    first = client.get(f"/files/{kept.pk}/")
    assert first["Cache-Control"] == "private, no-cache"
    again = client.get(f"/files/{kept.pk}/", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert b"".join(first.streaming_content) == b"-"
    assert client.get(f"/files/{kept.pk + 1}/")["Cache-Control"] != "private, no-cache"
    stranger = at_desk(district.other_dispatcher).get(f"/files/{kept.pk}/", headers={"If-None-Match": first["ETag"]})
    assert stranger.status_code == 404


def test_a_pdf_opens_in_the_browsers_reader(district, order):
    kept = attach(order, district.agent, "方案.pdf", "application/pdf", "document")
    answer = at_desk(district.agent).get(f"/files/{kept.pk}/")
    assert "sandbox" not in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == b"-"


def test_htmx_gets_the_parts_without_the_form(district):
    order = factories.lived_until(district, "dispatched")
    client = at_desk(district.dispatcher)
    parts = text_of(client.get(f"/orders/{order.number}/", headers=HTMX))
    for part in ("order-head", "order-verbs", "order-parts", "order-steps"):
        assert f'id="{part}"' in parts, part
    assert 'id="panel"' not in parts and "<html" not in parts
    form = text_of(client.get(f"/orders/{order.number}/", headers={**HTMX, "HX-Target": "panel"}))
    assert 'id="panel"' in form and "/receive/" in form and "order-head" not in form
    nothing = text_of(at_desk(district.agent).get(f"/orders/{order.number}/", headers={**HTMX, "HX-Target": "panel"}))
    assert '<section id="panel"' in nothing


def test_what_was_looked_at_by_permission_is_not_masked_again_under_the_eyes(district):
    order = factories.lived_until(district, "dispatched")
    shown = at_desk(district.supervisor).post(f"/orders/{order.number}/reveal/", {"reason": "客户投诉，需联系核实"})
    assert 'data-live="order"' not in text_of(shown)
