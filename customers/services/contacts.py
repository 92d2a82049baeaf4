"""Customers, their premises and how they are reached. ``pinyin`` is kept here, so that look-ups by letters hold."""

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import Unit
from customers.models import AreaClass, Customer, Phone, Premises, Transformer
from customers.phones import normalise
from customers.pinyin import key, name_key


@transaction.atomic
def register_customer(name: str, *, kind: str = "resident", importance: str = "", phones: str = "") -> Customer:
    """Add a customer; ``phones`` as people write them, none is allowed. Raises ``ValidationError``."""
    customer = Customer(name=name.strip(), kind=kind, importance=importance, pinyin=name_key(name.strip())[:200])
    customer.full_clean()
    customer.save()
    if phones.strip():
        record_phone(customer, phones)
    return customer


@transaction.atomic
def register_premises(
    customer: Customer,
    *,
    account_no: str,
    unit: Unit,
    transformer: Transformer,
    street: str,
    door: str,
    town: str = "",
    area_class: str = AreaClass.URBAN,
) -> Premises:
    """Add a supplied address; ``town`` ("云浦市望浦区") stands before the street. Raises ``ValidationError``."""
    premises = Premises(
        customer=customer,
        account_no=account_no,
        unit=unit,
        transformer=transformer,
        area_class=area_class,
        street=street,
        door=door,
        address=f"{town}{street}{door}",
        pinyin=key(street, door)[:400],
        x=transformer.x,
        y=transformer.y,
    )
    premises.full_clean()
    premises.save()
    return premises


@transaction.atomic
def record_phone(customer: Customer, number: str, label: str = "", area_code: str = "") -> list[Phone]:
    """Add every number in ``number``, as people write them, to the customer's; those known stay as they are.
    Raises ``ValidationError`` when there is none in it."""
    numbers = normalise(number, area_code)
    if not numbers:
        raise ValidationError({"number": "没有认出电话号码；固定电话请带区号，如 0427-2821234"})
    return [
        Phone.objects.get_or_create(customer=customer, number=each, defaults={"label": label})[0] for each in numbers
    ]
