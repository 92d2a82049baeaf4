"""The way down: where a case may go, who may send it, and what is refused."""

from dataclasses import replace
from operator import attrgetter

import pytest

from accounts.models import Person, Role, RoleAt, Unit
from accounts.services.units import create_unit
from complaints.models import CaseDetail
from tests.complaints.cases import accepted, act, clear, lived_until, step
from workorders import errors
from workorders.models import Return
from workorders.registry import registry
from workorders.services import perform


def test_without_a_province_the_centre_audits(district):
    order = step(district, accepted(district), "dispatch", "agent")
    assert order.unit == district.centre and order.state == "dispatched"


def test_with_one_province_nobody_chooses(district):
    province = create_unit(parent=district.centre, kind=Unit.Kind.PROVINCE, name="某省公司", code="P1")
    order = step(district, accepted(district), "dispatch", "agent")
    assert order.unit == province


def test_of_several_provinces_one_is_named(district):
    for number in (1, 2):
        create_unit(parent=district.centre, kind=Unit.Kind.PROVINCE, name=f"某省{number}公司", code=f"P{number}")
    order = accepted(district)
    with pytest.raises(errors.Invalid) as refused:
        step(district, order, "dispatch", "agent")
    assert refused.value.fields["unit"] == ["请选择"]


def test_the_city_the_address_lies_in_is_where_it_usually_goes(district):
    order = accepted(district, premises=district.premises.pk)
    order = step(district, order, "dispatch", "agent")
    order = perform(order.pk, "forward", district.auditor, {}).order
    assert order.unit == district.city


def test_refused_it_stands_with_the_auditing_desk_again(district):
    order = lived_until(district, "forwarded")
    with pytest.raises(errors.Invalid):
        act(district, order, "refuse", "dispatcher", codes=[], text="不是我们的")
    order = act(district, order, "refuse", "dispatcher", codes=["not_our_area"], text="属西湖市供电区域").order
    assert (order.state, order.unit) == ("dispatched", district.centre)
    assert order.returns.get().level == Return.Level.UNIT
    order = act(district, order, "forward", "auditor", unit=district.other_city.pk).order
    with pytest.raises(errors.NotVisible):
        act(district, order, "receive", "dispatcher", unit=district.operations.pk)


def test_the_city_that_sent_it_back_is_not_where_it_usually_goes_while_that_is_the_latest_word(district):
    order = lived_until(district, "forwarded", premises=district.premises.pk)
    form = registry["complaint"].by_name["forward"].form

    def usual() -> Unit | None:
        detail = CaseDetail.objects.get(pk=order.pk)
        return form(order=detail.order, actor=district.auditor, detail=detail).usual()

    no = {"codes": ["not_our_area"], "text": "不是我们的"}
    act(district, order, "refuse", "dispatcher", **no)
    assert usual() is None
    act(district, order, "forward", "auditor", unit=district.city.pk)  # there all the same
    assert usual() == district.city
    act(district, order, "refuse", "dispatcher", **no)
    assert usual() is None
    act(district, order, "forward", "auditor", unit=district.other_city.pk)
    act(district, order, "refuse", "other_dispatcher", **no)
    assert usual() == district.city  # the other one has spoken since


def test_the_handler_named_must_handle_there(district):
    order = lived_until(district, "forwarded")
    with pytest.raises(errors.Invalid) as refused:
        act(district, order, "receive", "dispatcher", unit=district.operations.pk, handler=district.safety_officer.pk)
    assert "handler" in refused.value.fields
    order = act(
        district, order, "receive", "dispatcher", unit=district.operations.pk, handler=district.handler.pk
    ).order
    assert order.case.handler == district.handler


def test_handed_on_to_another_department(district):
    order = lived_until(district, "handling")
    order = act(district, order, "reassign", "dispatcher", unit=district.safety.pk).order
    assert (order.unit, order.state) == (district.safety, "handling")
    with pytest.raises(errors.NotVisible):
        act(district, order, "contact", "handler", outcome="no_answer")


def test_naming_the_person_is_enough_where_they_work_at_one_unit(district):
    order = lived_until(district, "forwarded")
    with pytest.raises(errors.Invalid, match="请选择处理单位"):
        act(district, order, "receive", "dispatcher")
    wrong = {"unit": district.safety.pk, "handler": district.handler.pk}
    with pytest.raises(errors.Invalid, match="不是安监部的处理人"):
        act(district, order, "receive", "dispatcher", **wrong)
    RoleAt.objects.create(person=district.handler, role=Role.HANDLER, unit=district.safety)
    with pytest.raises(errors.Invalid, match="在几个单位办理，请选择处理单位"):
        act(district, order, "receive", "dispatcher", handler=district.handler.pk)
    with pytest.raises(errors.Invalid, match="没有可以办理投诉的人，交过去没有人办"):
        act(district, order, "receive", "dispatcher", unit=district.station.pk)
    order = act(district, order, "receive", "dispatcher", handler=district.safety_officer.pk).order
    assert (order.unit, order.state) == (district.safety, "handling")
    assert CaseDetail.objects.get(order=order).handler == district.safety_officer


@pytest.mark.clause("A3.5")
def test_a_report_about_the_only_province_stays_with_the_centre(district):
    province = create_unit(parent=district.centre, kind=Unit.Kind.PROVINCE, name="某省公司", code="P1")
    order = accepted(district, "misconduct", concerned_unit=province.pk)
    assert act(district, order, "dispatch", "agent").order.unit == district.centre
    other = accepted(district, "misconduct")
    assert act(district, other, "dispatch", "agent").order.unit == province


def test_a_report_never_goes_to_those_it_is_about(district):
    clear(district, "auditor", "dispatcher", "other_dispatcher")
    order = accepted(district, "misconduct", concerned_unit=district.city.pk)
    order = step(district, order, "dispatch", "agent")
    with pytest.raises(errors.Invalid) as refused:
        step(district, order, "forward", "auditor")
    assert "unit" in refused.value.fields
    order = act(district, order, "forward", "auditor", unit=district.other_city.pk).order
    assert order.unit == district.other_city


@pytest.mark.clause("A3.5")
def test_a_report_about_a_department_goes_to_another_one(district):
    clear(district, "auditor", "dispatcher")
    order = accepted(district, "misconduct", concerned_unit=district.operations.pk)
    order = step(district, order, "dispatch", "agent")
    order = step(district, order, "forward", "auditor")
    with pytest.raises(errors.Invalid):
        step(district, order, "receive", "dispatcher")
    with pytest.raises(errors.Invalid, match="没有可以办理举报的人"):  # nobody there is cleared
        act(district, order, "receive", "dispatcher", unit=district.safety.pk)
    person = Person.objects.create_user("safety_handler", None, name="某安监处理人")
    for role in (Role.HANDLER, Role.INTEGRITY):
        RoleAt.objects.create(person=person, role=role, unit=district.safety)
    assert act(district, order, "receive", "dispatcher", unit=district.safety.pk).order.unit == district.safety


@pytest.mark.clause("A3.5")
def test_any_type_may_spare_those_it_is_about(district, monkeypatch):
    """Its declaration says so; form and service go by it."""
    sparing = replace(registry["opinion"], barred=attrgetter("concerned_unit"))
    monkeypatch.setitem(registry._types, "opinion", sparing)
    order = accepted(district, "opinion", concerned_unit=district.city.pk)
    order = step(district, order, "dispatch", "agent")
    with pytest.raises(errors.Invalid, match="被意见单位"):
        step(district, order, "forward", "auditor")
    province = create_unit(parent=district.centre, kind=Unit.Kind.PROVINCE, name="某省公司", code="P1")
    order = accepted(district, "opinion", concerned_unit=province.pk)
    assert step(district, order, "dispatch", "agent").unit == district.centre
    assert {each.code for each in registry if each.barred} == {"misconduct", "opinion"}


@pytest.mark.parametrize(
    ("state", "verb", "post"),
    [
        ("accepted", "forward", "auditor"),
        ("dispatched", "receive", "lead"),
        ("handling", "approve", "auditor"),
        ("handling", "reply", "agent"),
        ("replied", "reply", "handler"),
        ("replied", "approve", "handler"),
        ("audited", "send_back", "auditor"),
        ("archived", "call_back", "agent"),
    ],
)
def test_not_by_anybody_and_not_at_any_time(district, state, verb, post):
    order = lived_until(district, state)
    with pytest.raises((errors.NotAllowed, errors.WrongState)):
        act(district, order, verb, post)
    order.refresh_from_db()
    assert order.state == state


def test_another_city_sees_nothing(district):
    order = lived_until(district, "handling")
    with pytest.raises(errors.NotVisible):
        act(district, order, "reassign", "other_dispatcher", unit=district.other_city.pk)


def test_no_complaint_is_ever_void(district):
    order = accepted(district)
    with pytest.raises(errors.NotVisible):
        act(district, order, "cancel", "lead", reason="mistake", text="误操作")


def test_a_key_sent_twice_makes_one_step(district):
    order = lived_until(district, "dispatched")
    data = {"unit": district.city.pk}
    first = perform(order.pk, "forward", district.auditor, data, key="k")
    again = perform(order.pk, "forward", district.auditor, data, key="k")
    assert again.replayed and again.step == first.step


def test_whoever_saw_an_older_version_is_told(district):
    order = lived_until(district, "handling")
    act(district, order, "contact", "handler", outcome="no_answer")
    with pytest.raises(errors.Stale):
        perform(order.pk, "contact", district.handler, {"outcome": "no_answer"}, version=order.version)
