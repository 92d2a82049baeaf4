"""What customers said: call-backs that reached them, how satisfied they were, and what came back."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Person
from supervision.figures import Figure, Share, query
from workorders.models import Attempt, CallBack, Return
from workorders.periods import Period
from workorders.selectors.behind import last_rounds, narrowed, result
from workorders.selectors.orders import visible_to


@dataclass(frozen=True)
class Voices:
    reached: Share  # of the orders whose call-back ended in the period
    satisfied: Share  # of the customers who rated
    levels: list[tuple[str, Figure]]  # how they rated; their sum is all who did
    returned: Share  # of the orders archived in the period, those that had come back; ``rest`` those that never did


def voices(actor: Person, period: Period) -> Voices:
    """Of call-backs that ended, and orders archived, in ``period``. Two queries."""
    levels = [str(value) for value, _ in Attempt.Satisfaction.choices]
    counted = ["closed", "reached", "failed", "rated", "satisfied", "dissatisfied", *levels]
    rounds = CallBack.objects.filter(pk__in=last_rounds(period).values("pk"), order__in=visible_to(actor).values("pk"))
    count = rounds.aggregate(**{f"of_{what}": Count("pk", distinct=True, filter=result(what)) for what in counted})

    def called(what: str) -> Figure:
        return Figure(count[f"of_{what}"], query(phase="all", called=f"{what}@{period}"))

    return Voices(
        Share(called("reached"), called("closed"), called("failed")),
        Share(called("satisfied"), called("rated"), called("dissatisfied")),
        [(str(label), called(str(value))) for value, label in Attempt.Satisfaction.choices],
        _returned(actor, period),
    )


def _returned(actor: Person, period: Period) -> Share:
    """Orders archived in the period that count, and those among them that came back at least once, from whatever desk. The
    return rate itself (D3) knows only the provincial desk's and the centre's returns: ``workorders.selectors.returns``."""
    archived = narrowed(visible_to(actor), (("assessed", str(period)),)).order_by()
    back = Q(Exists(Return.objects.filter(order=OuterRef("pk"))))
    count = archived.aggregate(all=Count("pk"), back=Count("pk", filter=back))
    return Share(
        Figure(count["back"], query(phase="all", assessed=period, returned=1)),
        Figure(count["all"], query(phase="all", assessed=period)),
        Figure(count["all"] - count["back"], query(phase="all", assessed=period, returned="no")),
    )
