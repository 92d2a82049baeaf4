"""What every business type must keep, whatever it is for. A new type is held to this the day it is registered."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, models

from accounts.models import Role
from customers.models.customers import AreaClass
from tests.contract.filling import filled
from workorders import diagrams
from workorders.calendar import Unit as Measure
from workorders.clocks.book import book
from workorders.clocks.marks import marks
from workorders.forms import AcceptForm, VerbForm
from workorders.models import Deadline, Message, Phase, Rule, RuleProfile, Step, WorkOrder
from workorders.registry import BusinessType, Verb, registry
from workorders.selectors.next_steps import next_verb
from workorders.services import accept
from workorders.verbs import CORE

CHINESE = re.compile(r"[\u4e00-\u9fff]")
TYPES = [pytest.param(business, id=business.code) for business in registry]
VERBS = [
    pytest.param(business, verb, id=f"{business.code}.{verb.name}")
    for business in registry
    for verb in (business.accept, *business.verbs)
]
every_type = pytest.mark.parametrize("business", TYPES)
every_verb = pytest.mark.parametrize(("business", "verb"), VERBS)


def reached(pairs: set[tuple[str, str]], start: set[str]) -> set[str]:
    found, fresh = set(start), set(start)
    while fresh:
        fresh = {target for source, target in pairs if source in fresh} - found
        found |= fresh
    return found


@every_type
def test_every_state_can_be_reached_and_every_order_can_end(business: BusinessType):
    pairs, states = business.pairs(), set(business.state_labels)
    assert reached(pairs, {business.initial}) == states
    ends = {state for state, phase in business.phases.items() if phase in (Phase.DONE, Phase.VOID)}
    backwards = {(target, source) for source, target in pairs}
    assert ends and reached(backwards, ends) == states


@every_type
def test_every_state_has_a_phase_and_nothing_leaves_the_end(business: BusinessType):
    assert set(business.phases) == set(business.state_labels)
    assert set(business.phases.values()) <= set(Phase.values)
    assert business.phases[business.initial] == Phase.OPEN
    assert not [pair for pair in business.pairs() if business.phases[pair[0]] in (Phase.DONE, Phase.VOID)]


@every_type
def test_the_track_is_a_way_from_the_first_state_to_an_end(business: BusinessType):
    track = business.track
    assert track[0] == business.initial and business.phases[track[-1]] == Phase.DONE
    assert len(set(track)) == len(track) and set(itertools.pairwise(track)) <= business.pairs()


@every_type
def test_in_every_state_of_the_track_somebody_has_the_next_thing_to_do(business: BusinessType):
    for state in business.track:
        if business.phases[state] in (Phase.OPEN, Phase.WAITING):
            following = next_verb(business, state)
            assert following is not None and following.roles, state


@every_type
def test_codes_fit_their_columns(business: BusinessType):
    def fits(model: type[models.Model], column: str, codes) -> None:
        longest = model._meta.get_field(column).max_length
        assert not [code for code in codes if len(code) > longest or not re.fullmatch(r"[a-z][a-z0-9_]*", code)], column

    fits(WorkOrder, "kind", [business.code])
    fits(WorkOrder, "state", business.state_labels)
    fits(Step, "verb", business.by_name)
    fits(Deadline, "clock", business.clock_labels)
    assert len(business.by_name) == 1 + len(business.verbs) and "clocks" not in business.by_name


@every_type
def test_people_read_chinese(business: BusinessType):
    plan = business.callback
    words = [business.label, *business.state_labels.values(), *business.clock_labels.values()]
    words += [verb.label for verb in business.by_name.values()] + [label for _, label in business.moments]
    words += [str(business.proxy._meta.verbose_name), str(business.detail._meta.verbose_name)]
    if plan:
        words += [question.text for question in plan.questions]
        words += [label for question in plan.questions for _, label in question.choices]
        words += [label for _, label in (*plan.dissatisfied, *plan.return_codes)]
    assert not [word for word in words if not CHINESE.search(word)]


@every_verb
def test_every_field_is_asked_for_in_chinese(business: BusinessType, verb: Verb):
    fields = verb.form.fields_for(business)
    assert not [name for name, field in fields.items() if not CHINESE.search(str(field.label or ""))]


@every_type
def test_the_core_verbs_are_there(business: BusinessType):
    assert set(CORE) <= set(business.verbs)
    assert business.accept.roles and business.accept.name == "accept"


@every_verb
def test_a_verb_is_held_by_roles_and_used_somewhere(business: BusinessType, verb: Verb):
    assert verb.roles <= set(Role.values)
    assert issubclass(verb.form, VerbForm) and (verb is not business.accept or issubclass(verb.form, AcceptForm))
    if verb is not business.accept:
        assert business.sources(verb) and business.sources(verb) <= set(business.phases)
    assert set(verb.starts) | set(verb.meets) <= set(business.clock_labels)


@every_type
def test_accepting_asks_who_where_how_and_what(business: BusinessType):
    fields = business.accept.form.fields_for(business)
    assert all(fields[name].required for name in ("contact_name", "contact_phones", "address", "content"))


@every_type
def test_an_order_is_accepted_and_every_form_opens_on_it(business: BusinessType, district):
    actor = next(
        getattr(district, post)
        for post in ("agent", "lead")
        if getattr(district, post).access.has(*business.accept.roles)
    )
    blank = business.accept.form(None, order=None, actor=actor, detail=business.detail())
    order = accept(business.code, actor, {**filled(blank), "premises": district.premises.pk}).order
    assert (order.state, order.kind, order.phase) == (business.initial, business.code, Phase.OPEN)
    order = business.proxy._default_manager.get(pk=order.pk)
    detail = business.detail._default_manager.get(order_id=order.pk)
    for verb in business.verbs:
        form = verb.form(None, order=order, actor=actor, detail=detail)
        assert set(form.fields) == set(verb.form.fields_for(business)), verb.name
        assert all(field.as_widget() for field in form.own_fields), verb.name
        assert verb.offered is None or verb.offered(order, actor) in (True, False), verb.name


@every_type
def test_every_clock_has_a_limit_in_every_profile_that_ships(business: BusinessType, db):
    for profile in RuleProfile.objects.filter(code__in=["sgcc", "csg", "heat"]):
        for clock in business.clock_labels:
            rules = Rule.objects.filter(profile=profile, kind=business.code, clock=clock)
            covered = {rule.area_class for rule in rules if not rule.grade}
            assert "" in covered or covered >= set(AreaClass.values), (profile.code, clock)


@every_type
def test_every_limit_lays_its_announcements(business: BusinessType, db):
    calendar, circles = book().calendar, set(Message.Circle.values)
    for rule in Rule.objects.filter(kind=business.code):
        start = rule.valid_from
        due = calendar.add(start, rule.amount, Measure(rule.measure)).at
        found = marks(rule.levels, start, due, Measure(rule.measure), calendar)
        assert found.at[found.breach - 1] == due and set(found.tell) <= circles, rule.clock
        assert rule.clock in business.clock_labels and rule.basis


@every_type
def test_moments_are_times_of_the_order_or_its_detail(business: BusinessType):
    own = {field.name: field for model in (WorkOrder, business.detail) for field in model._meta.concrete_fields}
    for name, _ in business.moments:
        assert isinstance(own[name], models.DateTimeField), name


@every_type
def test_call_backs_are_made_where_orders_wait_for_them(business: BusinessType):
    waiting = {state for state, phase in business.phases.items() if phase == Phase.WAITING}
    plan = business.callback
    assert waiting == (set(plan.states) if plan else set())
    if plan:
        for name in ("call_back", "give_up"):
            verb = business.by_name[name]
            assert business.sources(verb) == plan.states and verb.roles, name
        for answers in (
            [q.code for q in plan.questions],
            [c for c, _ in plan.dissatisfied],
            [c for c, _ in plan.return_codes],
        ):
            assert len(set(answers)) == len(answers)


@every_type
def test_the_detail_stands_beside_the_one_table(business: BusinessType):
    link = business.detail._meta.get_field("order")
    assert isinstance(link, models.OneToOneField) and link.primary_key and link.related_model is WorkOrder
    assert business.proxy._meta.proxy and business.proxy._meta.concrete_model is WorkOrder


def trigger(name: str) -> str:
    """The body of the trigger whose name begins so, as it stands in the database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.prosrc || pg_get_triggerdef(t.oid) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE t.tgrelid = 'workorders_workorder'::regclass AND t.tgname LIKE %s",
            [f"pgtrigger_{name}_%"],
        )
        rows = cursor.fetchall()
    assert len(rows) == 1, f"{name}: makemigrations has not been run since the declaration changed"
    return rows[0][0]


@every_type
def test_the_database_knows_the_moves_the_type_declares_and_no_others(business: BusinessType, db):
    moves = set(re.findall(r"\('(\w+)', '(\w+)'\)", trigger(f"{business.code}_moves")))
    assert moves == business.pairs()
    assert f"<> '{business.initial}'" in trigger(f"{business.code}_begins").replace("::text", "").replace("(", "")


@every_type
def test_its_icon_is_one_we_have(business: BusinessType):
    icons = (Path(settings.BASE_DIR) / "static" / "icons.svg").read_text("utf-8")
    assert f'id="{business.icon}"' in icons


@every_type
def test_its_life_can_be_drawn(business: BusinessType):
    drawn = diagrams.page(business)
    assert all(label in drawn for label in business.state_labels.values())
    assert all(label in drawn for label in business.clock_labels.values())
