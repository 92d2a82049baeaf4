"""Customers and premises as they are shown: whole for those who need them, masked for everybody else."""

from accounts.models import Person
from customers.masking import mask_account, mask_address, mask_name
from customers.models import Customer, Premises
from customers.phones import mask
from customers.policies import Sight, sight_of

Shown = dict[str, object]


def shown(thing: Premises | Customer, actor: Person, *, needed: bool = False, sight: Sight | None = None) -> Shown:
    """What ``actor`` may see of ``thing``, with ``masked`` telling whether something is hidden.

    Dispatchers and leads see all within their reach, agents only the caller's name and numbers and only during
    the call, everybody else neither. ``needed=True``: another rule gives this person the right (the crew of an open order, an agent
    calling back); revealing is then for the caller to record. ``sight``: ``sight_of(actor)``, kept for a list.
    """
    if isinstance(thing, Customer):
        # A customer alone has no place in the tree of units: only the need of the moment counts.
        return _customer(thing, whole=needed or actor.access.system)
    if needed:
        where = who = True
    else:
        where, who = (sight or sight_of(actor)).of(thing)
    feeder = thing.transformer.feeder
    return {
        **_customer(thing.customer, whole=who),
        "id": thing.pk,
        "customer_id": thing.customer_id,
        "account_no": thing.account_no if where else mask_account(thing.account_no),
        "address": thing.address if where else mask_address(thing.address),
        "area_class": thing.area_class,
        "area_class_label": thing.get_area_class_display(),
        "unit": thing.unit.name,
        "unit_id": thing.unit_id,
        "transformer": thing.transformer.name,
        "feeder": feeder.name,
        "substation": feeder.substation.name,
        "arrears": thing.arrears if who else None,
        "cut_off": thing.cut_off,
        "masked": not (where and who),
    }


def _customer(customer: Customer, *, whole: bool) -> Shown:
    # The name of a company is no personal data.
    named = whole or customer.kind == Customer.Kind.BUSINESS
    return {
        "customer_id": customer.pk,
        "name": customer.name if named else mask_name(customer.name),
        "kind": customer.kind,
        "importance": customer.importance,
        "importance_label": customer.get_importance_display() if customer.importance else "",
        "phones": [
            {"number": phone.number if whole else mask(phone.number), "label": phone.label}
            for phone in customer.phones.all()
        ],
        "masked": not whole,
    }
