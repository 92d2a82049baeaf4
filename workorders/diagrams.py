"""A type's life as a page: a Mermaid state diagram and tables, all from its declaration."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms

from accounts.models import Role
from workorders.models import Phase
from workorders.registry import BusinessType, Verb

HEAD = "<!-- 由 manage.py state_diagrams 生成，请勿手改；改类型的声明后重新生成。 -->"


def page(business: BusinessType) -> str:
    """The whole Markdown page of ``business``."""
    parts = [f"# {business.label}", HEAD, "\n".join(_diagram(business)), *_tables(business)]
    return "\n\n".join(parts) + "\n"


def _diagram(business: BusinessType) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    direction TB"
    for state in business.phases:
        yield f"    {state}: {business.state_labels[state]}"
    yield f"    [*] --> {business.initial}: {business.accept.label}"
    for (source, target), labels in _arrows(business).items():
        yield f"    {source} --> {target}: {' / '.join(labels)}"
    for state, phase in business.phases.items():
        if phase in (Phase.DONE, Phase.VOID):
            yield f"    {state} --> [*]"
    yield "```"


def _arrows(business: BusinessType) -> dict[tuple[str, str], list[str]]:
    """Each move once, with the verbs that make it."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for verb in business.verbs:
        moves = business.transitions.get(verb.name, {})
        for source in business.phases:
            for target in business.phases:
                if target in moves.get(source, ()):
                    arrows.setdefault((source, target), []).append(verb.label)
    return arrows


def _tables(business: BusinessType) -> Iterator[str]:
    yield "## 状态"
    yield _table(
        ["状态", "代码", "阶段"],
        [[business.state_labels[state], f"`{state}`", Phase(phase).label] for state, phase in business.phases.items()],
    )
    yield "## 操作"
    yield _table(
        ["操作", "代码", "谁", "从", "到", "开始计时", "结束计时"],
        [_verb_row(business, verb) for verb in (business.accept, *business.verbs)],
    )
    yield "## 填写什么"
    yield "每个操作都可以带「发生时间」；要结束的时限已超时的，必须带「超时类型」和「超时原因」。加粗的必填。"
    yield _table(
        ["操作", "字段"],
        [[verb.label, _fields(business, verb) or "—"] for verb in (business.accept, *business.verbs)],
    )
    yield "## 时限"
    yield _table(
        ["时限", "代码", "何时开始", "何时结束", "以什么时间为准"],
        [
            [
                clock.label,
                f"`{clock.code}`",
                _verbs_with(business, "starts", clock.code),
                _verbs_with(business, "meets", clock.code),
                "录入时间" if clock.entered else "发生时间",
            ]
            for clock in business.clocks
        ],
    )
    if business.moments:
        yield f"一轮之内，时间必须依次为：{' ≤ '.join(label for _, label in business.moments)}。"
    if business.callback:
        yield "## 回访"
        states = "、".join(business.state_labels[s] for s in business.phases if s in business.callback.states)
        yield f"在「{states}」时进行，询问："
        yield _table(
            ["问题", "回答"],
            [[each.text, "、".join(label for _, label in each.choices)] for each in business.callback.questions],
        )


def _verb_row(business: BusinessType, verb: Verb) -> list[str]:
    labels = business.state_labels
    moves = business.transitions.get(verb.name, {})
    targets = {target for found in moves.values() for target in found}
    sources = business.sources(verb) if verb is not business.accept else frozenset()
    if verb is business.accept:
        came, goes = "—", labels[business.initial]
    else:
        came = "任何状态" if verb.always else "、".join(labels[state] for state in business.phases if state in sources)
        goes = "、".join(labels[state] for state in business.phases if state in targets) or "不变"
    return [
        verb.label,
        f"`{verb.name}`",
        "、".join(str(Role(role).label) for role in Role.values if role in verb.roles) or "系统",
        came,
        goes,
        _clocks(business, verb.starts),
        _clocks(business, verb.meets),
    ]


def _clocks(business: BusinessType, codes: tuple[str, ...]) -> str:
    return "、".join(business.clock_labels[code] for code in codes) or "—"


def _fields(business: BusinessType, verb: Verb) -> str:
    own = {name: field for name, field in verb.form.fields_for(business).items() if name not in verb.form.COMMON}
    return "；".join(_field(field) for field in own.values())


def _field(field: forms.Field) -> str:
    return f"**{field.label}**" if field.required else str(field.label)


def _verbs_with(business: BusinessType, side: str, clock: str) -> str:
    verbs = [verb.label for verb in (business.accept, *business.verbs) if clock in getattr(verb, side)]
    return "、".join(verbs) or "视操作中的情形"


def _table(headings: list[str], rows: list[list[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    escaped = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in escaped)
