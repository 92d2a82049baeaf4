"""What the API answers, masked for whom it answers."""

from accounts.models import Person
from customers.models import Call, Premises
from customers.phones import mask
from customers.policies import Sight, sight_of
from customers.presentation import shown
from customers.selectors import CallerCard, Found, Hint, LookUp, caller_card


def lookup_card(actor: Person, found: LookUp) -> dict[str, object]:
    sight = sight_of(actor)
    return {
        "text": found.text,
        "matches": _found(actor, found.matches, sight),
        "guesses": _found(actor, found.guesses, sight),
        "more": found.more,
    }


def premises_card(actor: Person, premises: Premises, hints: list[Hint]) -> dict[str, object]:
    return {"premises": shown(premises, actor), "hints": hints}


def call_card(actor: Person, call: Call | None) -> dict[str, object]:
    """The call and who may be calling. The number itself is whole only for whom it rings and for leads."""
    if call is None:
        return {"call": None, "caller": None}
    card: CallerCard = caller_card(actor, call)
    sight = sight_of(actor)
    whole = call.agent_id == actor.pk or call.centre.path.startswith(sight.who or ("-",))
    if not whole:
        call.caller = mask(call.caller)
    for earlier in card.recent:
        earlier.caller = call.caller
    caller = {
        "number": call.caller,
        "sure": card.sure,
        "found": _found(actor, card.found, sight),
        "recent": card.recent,
    }
    return {"call": call, "caller": caller}


def _found(actor: Person, found: list[Found], sight: Sight) -> list[dict[str, object]]:
    return [{"by": each.by, "why": each.why, "premises": shown(each.premises, actor, sight=sight)} for each in found]
