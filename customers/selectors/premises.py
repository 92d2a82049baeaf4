"""Premises within reach."""

from django.db.models import Q, QuerySet

from accounts.models import Person
from customers.models import Customer, Premises, Transformer
from customers.policies import LOOKERS

DETAILS = ("customer", "unit", "transformer__feeder__substation")


# Asked with every report that comes in, hence ready-made; the scope is that of ``premises_visible_to``.
FOR_REPORT = """
    SELECT p.*, t.feeder_id AS line, t.name AS transformer_name, t.code AS transformer_code
      FROM customers_premises p JOIN customers_transformer t ON t.id = p.transformer_id
      JOIN accounts_unit u ON u.id = p.unit_id
     WHERE p.id = %s AND u.path LIKE ANY(%s)
"""


def premises_visible_to(actor: Person) -> QuerySet[Premises]:
    """What agents, leads and dispatchers may look up: the premises below the units where they hold that role."""
    if actor.access.system:
        return Premises.objects.all()
    condition = Q()
    for path in actor.access.paths(*LOOKERS):
        condition |= Q(unit__path__startswith=path)
    return Premises.objects.filter(condition) if condition else Premises.objects.none()


def premises_with_account(account_no: str) -> list[int]:
    """Ids of the premises with this 户号. Not cut to anybody's reach."""
    return list(Premises.objects.filter(account_no=account_no).values_list("pk", flat=True))


def premises_by_id(actor: Person, premises_id: int) -> Premises:
    """One premises with its customer, network and numbers. Raises ``Premises.DoesNotExist``, also out of reach."""
    rows = premises_visible_to(actor).select_related(*DETAILS).prefetch_related("customer__phones")
    return rows.get(pk=premises_id)


def premises_for_report(actor: Person, premises_id: int) -> Premises:
    """One premises with as much as accepting an order there reads: its transformer. Raises
    ``Premises.DoesNotExist``, also out of reach."""
    paths = [""] if actor.access.system else actor.access.paths(*LOOKERS)
    found = next(iter(Premises.objects.raw(FOR_REPORT, [premises_id, [f"{path}%" for path in paths]])), None)
    if found is None:
        raise Premises.DoesNotExist
    own = vars(found)
    found.transformer = Transformer(
        pk=found.transformer_id, feeder_id=own["line"], name=own["transformer_name"], code=own["transformer_code"]
    )
    return found


def customers_with_number(number: str) -> QuerySet[Customer]:
    """Whoever gave this number (in stored form). Not cut to anybody's reach: for services."""
    return Customer.objects.filter(phones__number=number) if number else Customer.objects.none()


def important(premises: Premises) -> str:
    """The mark of an important customer, "一级重要客户"; empty for others."""
    return premises.customer.get_importance_display() if premises.customer.importance else ""
