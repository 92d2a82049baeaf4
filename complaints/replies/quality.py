"""How often the gate is right: precision and recall of each rule on the labelled replies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from complaints.replies.gate import check
from complaints.replies.labelled import Labelled
from complaints.replies.reply import Severity
from complaints.replies.rules import BY_ID

FLOORS = {Severity.BLOCK: 0.95, Severity.REMIND: 0.85}


@dataclass
class Score:
    """``wrongly`` and ``missed``: where in the labelled files."""

    rule: str
    rightly: int = 0
    near: int = 0
    wrongly: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what it found, how much was there. Nothing found is nothing wrong."""
        found = self.rightly + len(self.wrongly)
        return self.rightly / found if found else 1.0

    @property
    def recall(self) -> float:
        """Of what was there, how much it found."""
        there = self.rightly + len(self.missed)
        return self.rightly / there if there else 1.0

    @property
    def ok(self) -> bool:
        floor = FLOORS[BY_ID[self.rule].severity]
        return self.precision >= floor and self.recall >= floor


@dataclass
class Quality:
    scores: dict[str, Score]
    replies: int
    good: int  # replies that nothing may hold up
    held_up: list[str]  # good ones that were blocked all the same
    let_through: list[str]  # bad ones of which nothing was found

    @property
    def ok(self) -> bool:
        return all(score.ok for score in self.scores.values())


def measure(labelled: Iterable[Labelled]) -> Quality:
    """Judges every reply and counts, rule by rule."""
    result = Quality({name: Score(name) for name in BY_ID}, 0, 0, [], [])
    for each in labelled:
        findings = check(each.reply)
        found = {finding.rule for finding in findings}
        result.replies += 1
        if not each.expect:
            result.good += 1
            if any(finding.severity is Severity.BLOCK and finding.rule not in each.may for finding in findings):
                result.held_up.append(each.place)
        elif not found & each.expect:
            result.let_through.append(each.place)
        for name in each.expect & found:
            result.scores[name].rightly += 1
        for name in each.expect - found:
            result.scores[name].missed.append(each.place)
        for name in found - each.expect - each.may:
            result.scores[name].wrongly.append(each.place)
        for name in each.near:
            result.scores[name].near += 1
    return result


def table(quality: Quality) -> list[str]:
    """Lines for people: a rule each, and the whole."""
    lines = [f"{'规则':<26}{'等级':<6}{'准确率':>6}{'召回率':>6}{'正例':>5}{'近似':>5}"]
    for score in quality.scores.values():
        there = score.rightly + len(score.missed)
        mark = "" if score.ok else "  ← 低于下限"
        lines.append(
            f"{score.rule:<28}{BY_ID[score.rule].severity.label:<6}{score.precision:>8.3f}{score.recall:>9.3f}"
            f"{there:>7}{score.near:>7}{mark}"
        )
        lines += [f"    误报 {place}" for place in score.wrongly] + [f"    漏报 {place}" for place in score.missed]
    lines.append(
        f"共{quality.replies}条：合格{quality.good}条，误阻断{len(quality.held_up)}条；"
        f"不合格{quality.replies - quality.good}条，一处未查出{len(quality.let_through)}条"
    )
    return lines
