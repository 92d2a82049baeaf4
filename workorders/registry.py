"""What a business type is, said once. Queue, order page, API, permissions, docs and diagrams are derived from it.

A type is declared in its app and registered in ``AppConfig.ready()``; the core knows types only through this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from django.db import models
    from django.db.models import QuerySet

    from accounts.models import Person, Unit
    from customers.models import Premises
    from workorders.acts import Act
    from workorders.forms import VerbForm
    from workorders.models import WorkOrder
    from workorders.parts import Layout, Part


class Run(Protocol):
    def __call__(self, order: WorkOrder, act: Act) -> None: ...


@dataclass(frozen=True)
class Clock:
    """A promise orders of a type carry. ``code`` names it in the rules: ``arrived_by``."""

    code: str
    label: str  # 到达现场
    entered: bool = False  # ends when the deed is entered, not when it happened (D11)


@dataclass(frozen=True)
class Verb:
    """Something a person may do to an order.

    ``name`` is the proxy's ``@transition`` method, or, where the state does not change, ``run`` does the work
    in the states ``sources`` (all open ones when empty). ``roles`` must reach the unit that holds the order;
    ``involved`` also lets in a unit that takes part without holding it.
    """

    name: str
    label: str
    roles: frozenset[str]
    form: type[VerbForm]
    starts: tuple[str, ...] = ()
    meets: tuple[str, ...] = ()
    run: Run | None = None
    sources: frozenset[str] = frozenset()
    involved: bool = False
    offered: Callable[[WorkOrder, Person], bool] | None = None  # shown on the page at all
    withheld: Callable[[WorkOrder], str] | None = None  # why it is not offered, for whoever asks for its form
    settles: bool = False  # all late clocks must have their reason before it
    danger: bool = False
    always: bool = False  # in every state, also when the order is done
    single: bool = False  # about one customer: never done to many orders at once
    core: bool = False  # offered under "more", not as the next thing to do
    reveals: str = ""  # its answer shows who the customer is: their "contact", or the "identity" kept apart
    locks: Callable[[Mapping[str, Any]], Sequence[int]] | None = None  # orders locked with this one
    layout: Layout | None = None  # where its form is more than a list of fields


@dataclass(frozen=True)
class Question:
    code: str
    text: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class CallBackPlan:
    """What a call-back asks, and which states it is made in."""

    states: frozenset[str]
    questions: tuple[Question, ...]
    dissatisfied: tuple[tuple[str, str], ...]
    return_codes: tuple[tuple[str, str], ...]
    return_groups: tuple[tuple[str, tuple[str, ...]], ...] = ()  # where there are many codes: (title, codes) as asked
    answers: frozenset[str] = frozenset()  # verbs that say what was done, where the one that leads here does not
    level: str = "callback"  # how a return after the call-back is counted (``Return.Level``)
    scripts: Mapping[str, str] = field(default_factory=dict)  # what to say: at the opening, for each question, …


@dataclass(frozen=True)
class BusinessType:
    """A business of the hotline. ``phases`` maps each state to what the core makes of it;
    ``moments`` are the detail's times of one round in the order they must run (D10t).

    ``clearance``: roles without one of which, held where the order is, nobody but its first agent sees that it exists;
    what they may do with it, their other posts say. ``callers``: roles that have to reach the customer while the order
    is in hand. ``screen`` reads what an act brings before it is written, and raises ``Invalid`` where it must not be;
    ``unkept`` names the fields of what somebody types on an order that must not be kept before that (drafts, bulk runs).
    ``identity`` opens who reported (name, phones, address) where that is kept apart; asked only behind a step of a verb
    that reveals it. ``proof`` yields, in plain words, what of the type's own rows does not agree with the log; types
    that share one are proved together. ``parts``: what only this type tells of an order, on its page, on paper and to
    programs, as far as the person may know. ``untold``: columns of the detail that no list of its facts shows."""

    code: str
    label: str
    icon: str
    proxy: type[WorkOrder]
    detail: type[models.Model]
    accept: Verb
    verbs: tuple[Verb, ...]
    clocks: tuple[Clock, ...]
    phases: Mapping[str, str]
    initial: str
    callback: CallBackPlan | None = None
    moments: tuple[tuple[str, str], ...] = ()
    track: tuple[str, ...] = ()  # the states of an ordinary life, for the state track
    scripts: Mapping[str, str] = field(default_factory=dict)
    clearance: frozenset[str] = frozenset()
    callers: frozenset[str] = frozenset({"dispatcher", "crew"})
    screen: Callable[[Act], None] | None = None
    unkept: Callable[[WorkOrder, Person, Mapping[str, Any]], frozenset[str]] | None = None
    identity: Callable[[WorkOrder], Mapping[str, Any] | None] | None = None
    parts: Callable[[WorkOrder, Person], list[Part]] | None = None
    untold: frozenset[str] = frozenset()
    # From the detail: the unit that, with all below it, must not handle the order, as it is about them.
    barred: Callable[[Any], Unit | None] | None = None
    watched: bool = False  # the leaders named for it are told by SMS when an order comes in (D15)
    # Earlier orders of the matter a form is about: of whom they may be shown to, the kind, what was typed, the place.
    alike: Callable[[Person, str, Mapping[str, Any], Premises | None], QuerySet[WorkOrder]] | None = None
    proof: Callable[[], Iterator[str]] | None = None

    @cached_property
    def by_name(self) -> dict[str, Verb]:
        return {verb.name: verb for verb in (self.accept, *self.verbs)}

    @cached_property
    def clock_labels(self) -> dict[str, str]:
        return {clock.code: clock.label for clock in self.clocks}

    @cached_property
    def page_styles(self) -> tuple[str, ...]:
        """The style sheets its verbs' layouts ask for, each once."""
        return tuple(dict.fromkeys(path for layout in self._layouts for path in layout.styles))

    @cached_property
    def page_scripts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(path for layout in self._layouts for path in layout.scripts))

    @property
    def _layouts(self) -> list[Layout]:
        return [verb.layout for verb in self.verbs if verb.layout is not None]

    def clock(self, code: str) -> Clock:
        return self._clocks[code]

    @cached_property
    def _clocks(self) -> dict[str, Clock]:
        return {clock.code: clock for clock in self.clocks}

    @cached_property
    def state_labels(self) -> dict[str, str]:
        return dict(self.proxy.States.choices)  # type: ignore[attr-defined]

    @cached_property
    def transitions(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """For each verb that changes the state: from which state to which ones, as the proxy declares them."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        for transition in self.proxy._meta.get_field("state").get_all_transitions(self.proxy):
            target = transition.target
            targets = tuple(target.allowed_states) if hasattr(target, "allowed_states") else (str(target),)
            found.setdefault(transition.name, {})[str(transition.source)] = tuple(str(t) for t in targets)
        return found

    def sources(self, verb: Verb) -> frozenset[str]:
        """The states ``verb`` may be used in."""
        if verb.always:
            return frozenset(self.phases)
        if verb.run is None:
            return frozenset(self.transitions.get(verb.name, {}))
        return verb.sources or frozenset(state for state, phase in self.phases.items() if phase in ("open", "waiting"))

    def pairs(self) -> set[tuple[str, str]]:
        """Every legal (from, to): what the database's trigger allows."""
        return {
            (source, target)
            for moves in self.transitions.values()
            for source, targets in moves.items()
            for target in targets
        }


class Registry:
    """The types, by code. ``registry["repair"]``."""

    def __init__(self) -> None:
        self._types: dict[str, BusinessType] = {}

    def register(self, business: BusinessType) -> None:
        """Called once by each type's ``AppConfig.ready()``. Raises ValueError when a declaration contradicts itself."""
        if business.code in self._types:
            raise ValueError(f"{business.code} is registered twice")
        for verb in business.verbs:
            if verb.run is None and verb.name not in business.transitions:
                raise ValueError(f"{business.code}.{verb.name}: neither a transition of the proxy nor a run function")
            for clock in (*verb.starts, *verb.meets):
                if clock not in business.clock_labels:
                    raise ValueError(f"{business.code}.{verb.name}: no clock {clock}")
        for state in {state for pair in business.pairs() for state in pair} | {business.initial}:
            if state not in business.phases:
                raise ValueError(f"{business.code}: state {state} has no phase")
        self._types[business.code] = business
        from workorders.triggers import guard_states

        guard_states(business)

    def __getitem__(self, code: str) -> BusinessType:
        return self._types[code]

    def __contains__(self, code: str) -> bool:
        return code in self._types

    def __iter__(self) -> Iterator[BusinessType]:
        return iter(self._types.values())

    def get(self, code: str) -> BusinessType | None:
        return self._types.get(code)

    def state_name(self, business: BusinessType, state: str) -> str:
        """What a state is called where those of several types stand side by side: 已接单, but 投诉·已受理."""
        return self._told_apart(business, [each.state_labels for each in self], business.state_labels[state])

    def clock_name(self, business: BusinessType, clock: str) -> str:
        """The same of a clock: 到达现场, but 投诉·答复客户."""
        return self._told_apart(business, [each.clock_labels for each in self], business.clock_labels[clock])

    @staticmethod
    def _told_apart(business: BusinessType, names: list[dict[str, str]], name: str) -> str:
        return f"{business.label}·{name}" if sum(name in of_type.values() for of_type in names) > 1 else name


registry = Registry()
