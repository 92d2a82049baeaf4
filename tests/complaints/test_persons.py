"""Two people of one name: wherever one is chosen or named on an order, it says where they work."""

import pytest

from accounts.models import Person, Role, RoleAt
from accounts.selectors import read_posts, with_posts
from tests.browsing import at_desk, text_of
from tests.complaints.cases import act, lived_until


@pytest.fixture
def namesake(district) -> Person:
    """Somebody at another department who is called like the handler."""
    person = Person.objects.create(username="namesake", name=district.handler.name, phone="13900000077")
    RoleAt.objects.create(person=person, role=Role.HANDLER, unit=district.safety)
    return person


def test_a_dispatcher_sees_which_of_them_it_goes_to(district, namesake):
    order = lived_until(district, "forwarded")
    page = text_of(at_desk(district.dispatcher).get(f"/orders/{order.number}/receive/"))
    name = namesake.name
    assert f">{name}（运检部）</option>" in page and f">{name}（安监部）</option>" in page
    assert f">{name}</option>" not in page


def test_the_order_says_who_has_it(district, namesake):
    order = lived_until(district, "forwarded")
    act(district, order, "receive", "dispatcher", unit=district.safety.pk, handler=namesake.pk)
    order.refresh_from_db()
    page = text_of(at_desk(district.dispatcher).get(f"/orders/{order.number}/"))
    assert f"<dt>处理人员</dt><dd>{namesake.name}（安监部）</dd>" in page
    step = order.steps.get(verb="receive")
    assert step.data["handler"] == {"id": namesake.pk, "name": namesake.name, "posts": ["安监部"]}
    assert f"<dt>处理人员</dt><dd>{namesake.name}（安监部）</dd></div></dl>" in page  # in what was written then
    assert f"{district.dispatcher.name}（东江市供电公司）</span>" in page  # who wrote it


def test_those_who_look_at_one_order_are_told_apart(district, namesake):
    order = lived_until(district, "handling")
    at_desk(district.handler).post(f"/orders/{order.number}/presence/", {})
    page = text_of(at_desk(district.dispatcher).post(f"/orders/{order.number}/presence/", {}))
    assert f"{district.handler.name}（运检部）" in page


def test_where_people_work_is_read_in_one_query_for_all(district, namesake, django_assert_num_queries):
    RoleAt.objects.create(person=namesake, role=Role.HANDLER, unit=district.city)
    both = [namesake.pk, district.handler.pk]
    with django_assert_num_queries(1):
        found = [person.placed for person in with_posts(Person.objects.filter(pk__in=both))]
    assert f"{namesake.name}（东江市供电公司、安监部）" in found
    with django_assert_num_queries(0):
        read_posts([None])
    district.safety.active = False
    district.safety.save()
    assert Person.objects.get(pk=namesake.pk).placed == f"{namesake.name}（东江市供电公司）"
