"""What is asked on the walk: every address there is, of whom, and as whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from fnmatch import fnmatchcase
from urllib.parse import quote, urlencode

from django.apps import apps
from django.utils import timezone

from accounts.models import Person, Role
from complaints.selectors.audit import PILES, Pile
from tests.leaks.planting import Case, World
from tests.test_permission_matrix import EVERY, Address
from workorders.api.filters import OrderFilter
from workorders.models import Step, WorkOrder
from workorders.registry import Verb, registry
from workorders.selectors.behind import NARROWINGS
from workorders.selectors.queue import Filters
from workorders.verbs import CORE

HTMX = (("HX-Request", "true"),)
PARAMETERS = ("<number:number>", "<order_number:number>")
ADMINISTRATION = ("system_admin", "security_admin", "audit_admin", "lead")
# Each sees in its own way: the centre whole, what waits, a city, a department, a unit elsewhere with the clearance there.
# What is the same answer asked another way (filters, searches, verbs) is asked as these.
KINDS_OF_SIGHT = ("lead", "second_agent", "dispatcher", "handler", "cleared_elsewhere")
# What else there is of an order is asked as whoever is shown its page, and as some who are not.
ELSEWHERE = "other_dispatcher"
STRANGERS = ("anonymous", "lead", ELSEWHERE, "telephony", "audit_admin")
AT_FORMS = ("agent", "handler", "cleared_handler")
AUDITORS = ("auditor", "cleared_auditor", "cleared_elsewhere")
ANSWERED = ("confidential", "misconduct", "confidential handling", "misconduct extended")
ANSWERING = ("handler", "cleared_handler", "auditor", "lead", ELSEWHERE)
# Who does what the verbs of a case ask, the first whose role it is; of misconduct, whoever is cleared for it.
HANDS = {each: str(each) for each in (Role.HANDLER, Role.DISPATCHER, Role.AUDITOR, Role.AGENT, Role.LEAD)}
THE_SAME_FOR_ALL = ("workorders:healthz", "workorders:metrics", "api_schema", "api_docs", "repair:crew_*", "accounts:*")
WHOLE = ("confidential", "misconduct")  # the cases every address of theirs is asked about as everybody
# Who see a case and look for it by who reported it: a complaint, a report of misconduct.
SEEKERS = (("lead", "handler"), ("cleared_lead", "cleared_handler"))
IN_JSON = ("complaints:reply_check",)  # pages that are told so, as programs are


@dataclass(frozen=True)
class Ask:
    """``typed``: what was searched for, which the answer may say back. ``case``: whose order the address names."""

    where: str
    path: str
    method: str = "GET"
    typed: str = ""
    case: Case | None = None
    data: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    posts: tuple[str, ...] = ()  # only these; nobody named: everybody


def everything(world: World) -> Iterator[Ask]:
    for address in sorted(EVERY, key=lambda each: each.name != "workorders:order"):  # says who is shown which order
        yield from asks(world, address)


def asks(world: World, address: Address) -> Iterator[Ask]:
    """The address in every way it is asked."""
    name, route = address.name, address.route
    if route.startswith("admin/"):
        yield from administration(world, address)
    elif any(parameter in route for parameter in PARAMETERS):
        for case in world.cases:
            number = case.order.number
            path = "/" + route.replace("<number:number>", number).replace("<order_number:number>", number)
            yield from of_waiting(case, name, path) if case.waits else of_order(case, name, path)
    elif "<int:file_id>" in route:
        for case in world.lived:
            for file in case.files if case.code in WHOLE else ():
                yield Ask(name, "/" + route.replace("<int:file_id>", str(file)), case=case)
    elif "<int:premises_id>" in route:
        for case in world.lived:
            assert case.premises is not None
            yield Ask(
                name, "/" + route.replace("<int:premises_id>", str(case.premises.pk)), posts=("agent", *KINDS_OF_SIGHT)
            )
    elif "<slug:kind>" in route:
        for kind, some in (("misconduct", ()), ("complaint", ("agent", *KINDS_OF_SIGHT))):
            yield Ask(name, "/" + route.replace("<slug:kind>", kind), posts=some)
    elif "<uuid:run_id>" not in route:
        some = ("anonymous", "lead", "handler") if any(fnmatchcase(name, each) for each in THE_SAME_FOR_ALL) else ()
        yield Ask(name, f"/{route}", posts=some)
        yield from searches(world, name, f"/{route}")


def of_order(case: Case, name: str, path: str) -> Iterator[Ask]:
    """Its page as everybody, all else of it of the two gravest cases; the rest, and all of the one that hides nothing, by
    those who see differently."""
    posts = () if case.code in WHOLE else (*KINDS_OF_SIGHT, "cleared_handler")
    if name == "workorders:order":
        yield Ask(name, path, case=case, posts=posts if case.secrecy == "open" else ())
        if case.code in WHOLE:
            yield Ask(name, path, case=case, headers=HTMX, posts=(*KINDS_OF_SIGHT, "cleared_handler"))
    elif name == "workorders:verb":
        yield from of_verbs(case, name, path)
    elif name == "api_order_look":
        yield Ask("look", path, "POST", case=case, data=(("reason", "核实"),), posts=("agent", *KINDS_OF_SIGHT))
    elif name.startswith("api_order_"):
        if case.code == "misconduct":
            some = () if name == "api_order_note" else ("lead", "cleared_handler")
            yield Ask(name, path, "POST", case=case, data=(("no_such_field", "x"),), posts=some)
    elif name == "workorders:callback_hold":
        yield Ask("callback hold", path, "POST", posts=("agent", *KINDS_OF_SIGHT))
    elif name == "complaints:audit_hold":
        yield Ask(
            "audit hold", path, "POST", data=(("leave", "1"),), posts=AUDITORS if case.code in WHOLE else AUDITORS[:1]
        )
    elif name == "complaints:press":
        if case.code in WHOLE:
            some = ("lead", "dispatcher", "supervisor", "auditor", "cleared_lead", ELSEWHERE)
            yield Ask(name, path, "POST", case=case, data=(("content", "请立即处理"),), posts=some)
            yield Ask(name, path, "POST", case=case, posts=("lead", "dispatcher"))
    elif name in ("complaints:audit_decide", "complaints:reply_check"):
        yield from of_answers(case, name, path) if case.secrecy != "open" else ()
    else:
        method = "POST" if name in ("workorders:presence", "workorders:callback_record") else "GET"
        yield Ask(name, path, method, case=case, posts=posts)


def of_waiting(case: Case, name: str, path: str) -> Iterator[Ask]:
    """Of a case that waits somewhere what those that lived do not have: its page with the form that comes next, the forms
    there are at this stage, and what comes back when they are sent empty; as who has them, and as a unit elsewhere."""
    if name not in ("workorders:order", "workorders:verb"):
        yield from of_answers(case, name, path)
        return
    forms = {verb: who for verb, who in on_offer(case).items() if verb not in CORE and not verb.always}
    if name == "workorders:order":
        yield Ask(name, path, case=case, posts=(*list(dict.fromkeys(forms.values()))[:2], ELSEWHERE))
        return
    for verb, who in forms.items():
        here = path.replace("<str:verb>", verb.name)
        yield Ask(name, here, case=case, headers=HTMX, posts=(who,))
        yield Ask(name, here, "POST", case=case, headers=HTMX, posts=(ELSEWHERE,) if case.hidden else (who, ELSEWHERE))


def of_answers(case: Case, name: str, path: str) -> Iterator[Ask]:
    """The auditor's decision and the question what a reply would be returned for, which answer by POST alone."""
    if name == "complaints:reply_check" and case.code in ANSWERED:
        text = f"已拨打{case.who.phone}向客户说明。"
        told = (("text", text), ("true", "yes"))
        yield Ask(name, path, "POST", typed=case.who.phone, case=case, data=told, posts=ANSWERING)
    for pile in piles_of(case) if name == "complaints:audit_decide" else ():
        said = (("_pile", pile.code), ("unit", "0"))
        yes, no = (("_verb", verb) for verb in (pile.verbs[0], pile.verbs[-1]))
        granted = (("granted", "no"),) if pile.asked else ()
        yield Ask(name, path, "POST", case=case, data=(no, *granted, *said), posts=auditors_of(case))
        some = (post_at(case, "auditor"),)
        if not case.hidden:  # overtaken by somebody else
            yield Ask(name, path, "POST", case=case, data=(yes, ("_version", "1"), *said), headers=HTMX, posts=some)
        if pile.code == "replies":  # goes through, or is not there any more: the next is opened
            yield Ask(name, path, "POST", case=case, data=(yes, *said), headers=HTMX, posts=some)
            gone = (("_verb", "forward"), ("_pile", "forwarding"))
            yield Ask(name, path, "POST", case=case, data=gone, headers=HTMX, posts=some)


def piles_of(case: Case) -> list[Pile]:
    """The piles of the audit desk in which ``case`` waits."""
    found = []
    for pile in PILES.values():
        asked = pile.asked and pile.asked._default_manager.filter(order=case.order.pk, decided_at=None).exists()
        found += [pile] if asked or case.order.state == pile.state else []
    return found


def on_offer(case: Case) -> dict[Verb, str]:
    """The verbs there are for it as it stands, each with who would do it."""
    business, order = registry[case.kind], WorkOrder.objects.get(pk=case.order.pk)
    found = {}
    for verb in business.verbs:
        who = post_at(case, next((post for role, post in HANDS.items() if role in verb.roles), "agent"))
        there = order.state in business.sources(verb)
        if there and (verb.offered is None or verb.offered(order, Person.objects.get(username=who))):
            found[verb] = who
    return found


def auditors_of(case: Case) -> tuple[str, ...]:
    """Who decides of it, who may not know of it, and one whose it is not."""
    return AUDITORS if case.hidden else (AUDITORS[0], AUDITORS[2])


def post_at(case: Case, post: str) -> str:
    return f"cleared_{post}" if case.hidden and post != "agent" else post


def of_verbs(case: Case, name: str, path: str) -> Iterator[Ask]:
    """Forms, and what is drawn when one lacks something or was overtaken by somebody else."""

    def at(verb: str) -> str:
        return path.replace("<str:verb>", verb)

    if case.code not in WHOLE:
        return
    some = AT_FORMS[2:] if case.hidden else AT_FORMS[:2]
    for verb, who in on_offer(case).items():
        yield Ask(name, at(verb.name), case=case, headers=HTMX, posts=tuple(dict.fromkeys((*some, who))))
    yield Ask(name, at("reply"), case=case, headers=HTMX, posts=some)  # has its answer
    noted = (("kind", "more"), ("text", "再次核实"))
    yield Ask(
        name, at("note"), "POST", case=case, data=(("_version", "1"), *noted), posts=(*AT_FORMS, "lead", "supervisor")
    )
    yield Ask(name, at("note"), "POST", case=case, posts=(*AT_FORMS, "lead", "supervisor"))
    yield Ask("look", at("look"), "POST", case=case, data=(("reason", "核实"),))


def administration(world: World, address: Address) -> Iterator[Ask]:
    found = [part for part in address.route.split("/") if part]
    listed = "<path:object_id>" not in address.route and "^" not in address.route and "<" not in address.route
    if "(?P" in address.route or "<int:" in address.route:
        return
    if listed:
        yield Ask(address.name, f"/{address.route}", posts=ADMINISTRATION)
        if address.name.endswith("_changelist"):
            for case in world.lived[1:]:
                words = (case.order.number, case.who.phone) if "step" in address.name else (case.who.phone,)
                for word in words if "step" in address.name or case.code == "misconduct" else ():
                    path = f"/{address.route}?{urlencode({'q': word})}"
                    yield Ask(address.name, path, typed=word, posts=ADMINISTRATION[:3])
        return
    if "<path:object_id>" not in address.route or found[1] not in apps.app_configs:
        return
    model = apps.get_model(found[1], found[2])
    rows = model.objects.order_by("pk")
    if model is Step:
        rows = rows.filter(order__in=[case.order.pk for case in world.lived if case.hidden])
    pages = ("_change", "_history") if model is Step else ("_change", "_history", "_delete")
    if address.name.endswith(pages):
        for pk in list(rows.values_list("pk", flat=True))[: 30 if model is Step else 1]:
            path = "/" + address.route.replace("<path:object_id>", str(pk))
            yield Ask(address.name, path, posts=("audit_admin",) if model is Step else ADMINISTRATION)


def searches(world: World, name: str, path: str) -> Iterator[Ask]:
    secret = [case for case in world.lived if case.secrecy != "open"]
    words = [(word, each) for each in secret for word in (each.who.phone, each.who.name, each.who.account)]
    found = [(word, SEEKERS[each.hidden]) for word, each in words]
    found += [(word, ("lead", "dispatcher")) for each in secret for word in each.existence.values()]
    asked = KINDS_OF_SIGHT
    if name == "workorders:queue":
        for key, value in queue_filters(world):
            here = f"{path}?{urlencode({key: value} if key == 'phase' else {key: value, 'phase': 'all'})}"
            whole = (key, value) in (("phase", "all"), ("kind", "misconduct"))
            some = (*asked, "auditor", "cleared_lead", "cleared_handler") if whole else ("lead", "cleared_elsewhere")
            yield Ask(name, here, posts=some)
        for word, some in found:
            yield Ask(name, f"{path}?{urlencode({'text': word, 'phase': 'all'})}", typed=word, posts=some)
        yield Ask(name, path, headers=(("HX-Request", "true"),), posts=asked)
    elif name == "workorders:export":
        yield Ask(name, f"{path}?phase=all")
        yield Ask(name, f"{path}?phase=all&text={quote(secret[0].who.phone)}", typed=secret[0].who.phone, posts=asked)
    elif name == "workorders:search":
        for word, some in found + [(each.order.number[-6:], ("lead", "dispatcher")) for each in secret if each.hidden]:
            yield Ask(name, f"{path}?{urlencode({'q': word})}", typed=word, posts=some)
    elif name == "api_orders":
        for key, value in api_filters(world):
            typed = value if key in ("phone", "number") else ""
            yield Ask(name, f"{path}?{urlencode({key: value})}", typed=typed, posts=() if key == "kind" else asked)
    elif name in ("customers:look_up", "customers"):
        for case in secret[::2]:
            yield Ask(name, f"{path}?{urlencode({'q': case.who.phone})}", typed=case.who.phone, posts=("agent", *asked))
    elif name == "desk:caller":
        for case in secret:
            assert case.premises is not None and case.call is not None
            yield Ask(name, f"{path}?place={case.premises.pk}&slot={case.call.pk}", posts=("agent", *asked))
    elif name == "workorders:callbacks":
        for case in secret:
            if case.code in WHOLE:
                yield Ask(name, f"{path}?order={case.order.number}", posts=("agent", *asked))
    elif name in ("complaints:categories", "api_categories"):
        yield Ask(name, f"{path}?kind=misconduct", posts=("anonymous", *asked))
    elif name == "complaints:audit":
        yield from at_the_audit_desk(world, name, path)
    elif name == "api_reply_check":
        for case in world.cases:
            if case.code in WHOLE:
                data = (("order", case.order.number), ("text", f"已拨打{case.who.phone}向客户说明。"))
                yield Ask(name, path, "POST", typed=case.who.phone, case=case, data=data, posts=ANSWERING)


def at_the_audit_desk(world: World, name: str, path: str) -> Iterator[Ask]:
    """Each pile with what comes first there, and with each case of it open: whole, and the case alone after a change."""
    for pile in PILES:
        yield Ask(name, f"{path}?pile={pile}", posts=AUDITORS)
    for case in world.cases:
        for pile in piles_of(case) if case.secrecy != "open" else ():
            here = f"{path}?{urlencode({'pile': pile.code, 'order': case.order.number})}"
            yield Ask(name, here, typed=case.order.number, posts=auditors_of(case))
            alone = (*HTMX, ("HX-Target", "audit-case"))
            yield Ask(name, f"{here}&seen=1", headers=alone, posts=(post_at(case, "auditor"),))


def queue_filters(world: World) -> list[tuple[str, str]]:
    """A value for each filter there is: one that is not named here stops the walk."""
    today = f"{timezone.localdate():%Y-%m-%d}"
    values = {
        "kind": ["misconduct"],
        "phase": ["all", "waiting", "done"],
        "state": ["misconduct.audited", "misconduct.archived"],
        "clock": ["misconduct.called_back_by"],
        "unit": [str(world.district.centre.pk), str(world.district.operations.pk)],
        "urgent": ["1"],
        "breached": ["1"],
        "text": ["核实"],
        "sort": ["newest"],
        "accepted": [today],
        "archived": [today],
        "breached_in": [today],
        "in_hand_after": [today],
        "returned_in": [today, f"{today}@province"],
        "returned": ["1", "no"],
        "due": ["late", "9999"],
        "timely": ["misconduct.dispatched_by.judged"],
        "called": [f"closed@{today}"],
        "assessed": [today],
        "returned_at": ["province", "national"],
        "returned_again": ["province"],
        "return_code": ["no_result@province"],
        "held_by": ["1"],
    }
    known = {each.name for each in fields(Filters)} - {"behind"} | set(NARROWINGS)
    assert known == set(values), f"filters nobody walks: {known ^ set(values)}"
    return [(key, value) for key, each in values.items() for value in each]


def api_filters(world: World) -> list[tuple[str, str]]:
    secret = [case for case in world.lived if case.secrecy != "open"]
    values = {
        "kind": ["misconduct"],
        "state": ["audited"],
        "phase": ["waiting", "done"],
        "unit": [str(world.district.centre.pk)],
        "urgent": ["false"],
        "breached": ["false"],
        "accepted_after": ["2020-01-01T00:00:00+08:00"],
        "accepted_before": ["2199-01-01T00:00:00+08:00"],
        "phone": [case.who.phone for case in secret],
        "number": [case.order.number for case in secret if case.hidden],
    }
    assert set(OrderFilter.base_filters) == set(values)
    return [(key, value) for key, each in values.items() for value in each]
