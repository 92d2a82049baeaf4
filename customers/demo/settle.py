"""Customers move in: one premises after the other behind each transformer."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

from django.db import transaction

from customers.demo import names
from customers.demo.network import Stretch
from customers.models import AreaClass, Customer, Phone, Premises
from customers.pinyin import key, name_key

BATCH = 4000
BUSINESSES = 0.06
OWNS_ANOTHER = 0.03  # of the premises belong to the customer before
SHARED = 0.02  # of the numbers are somebody else's as well
IN_ARREARS, CUT_OFF = 0.01, 0.3
ROOMS = tuple(f"{unit}单元{floor}0{room}室" for unit in (1, 2, 3) for floor in range(1, 7) for room in (1, 2))
GROUPS = "一二三四五六"
IMPORTANT = (  # spread evenly: half of the district is 望浦区, a third 柳溪县
    ("云浦市第一人民医院", Customer.Importance.FIRST),
    ("云浦市自来水公司城东水厂", Customer.Importance.FIRST),
    ("云浦市应急指挥中心", Customer.Importance.SPECIAL),
    ("云浦站", Customer.Importance.FIRST),
    ("望浦区第二中学", Customer.Importance.SECOND),
    ("柳溪县人民医院", Customer.Importance.FIRST),
    ("柳溪县污水处理厂", Customer.Importance.SECOND),
    ("柳溪县第一中学", Customer.Importance.SECOND),
    ("河口镇排涝站", Customer.Importance.SECOND),
    ("霞岭县隧道管理所", Customer.Importance.SECOND),
)
# No real subscriber is meant: numbers of the 0000 blocks, which are not given to people.
PREFIXES = ("1380000", "1370000", "1360000", "1350000", "1590000", "1580000", "1880000", "1870000")


@transaction.atomic
def settle(homes: list[tuple[Stretch, int]], random: Random) -> None:
    """Put so many premises, with their customers, behind each stretch."""
    customers: list[Customer] = []
    premises: list[Premises] = []
    owners: list[int] = []
    for number, (stretch, door) in enumerate(_doors(homes)):
        if not customers or random.random() >= OWNS_ANOTHER:
            customers.append(_customer(stretch, random))
        owners.append(len(customers) - 1)
        premises.append(_premises(number, stretch, door, random))
    _mark_important(customers)
    Customer.objects.bulk_create(customers, batch_size=BATCH)
    for row, owner in zip(premises, owners, strict=True):
        row.customer = customers[owner]
    Premises.objects.bulk_create(premises, batch_size=BATCH)
    Phone.objects.bulk_create(_phones(customers, random), batch_size=BATCH)


def _doors(homes: list[tuple[Stretch, int]]) -> Iterator[tuple[Stretch, str]]:
    """Door after door, house numbers rising along the street."""
    house: dict[tuple[str, str], int] = {}
    for stretch, count in homes:
        street = (stretch.area.town, stretch.street)
        rooms: tuple[str, ...] = ROOMS if stretch.area.area_class == AreaClass.URBAN else ("",)
        for number in range(count):
            if number % len(rooms) == 0:
                house[street] = house.get(street, 0) + 1
            yield stretch, _door(stretch, house[street], rooms[number % len(rooms)])


def _door(stretch: Stretch, house: int, room: str) -> str:
    if stretch.area.area_class == AreaClass.URBAN:
        return f"{house}号{room}"
    return f"{GROUPS[(house - 1) // 60 % len(GROUPS)]}组{house}号"


def _customer(stretch: Stretch, random: Random) -> Customer:
    company = random.random() < BUSINESSES
    name = names.business(random, stretch.street) if company else names.person(random)
    kind = Customer.Kind.BUSINESS if company else Customer.Kind.RESIDENT
    return Customer(name=name, pinyin=name_key(name), kind=kind)


def _premises(number: int, stretch: Stretch, door: str, random: Random) -> Premises:
    owing = random.random() < IN_ARREARS
    transformer = stretch.transformer
    return Premises(
        account_no=account_number(number + 1),
        unit=stretch.area.station,
        transformer=transformer,
        area_class=stretch.area.area_class,
        street=stretch.street,
        door=door,
        address=f"{stretch.area.town}{stretch.street}{door}",
        pinyin=key(stretch.street, door),
        arrears=Decimal(random.randint(2000, 90000)) / 100 if owing else Decimal(0),
        cut_off=owing and random.random() < CUT_OFF,
        x=round(transformer.x + random.uniform(-120, 120), 1),
        y=round(transformer.y + random.uniform(-120, 120), 1),
    )


def account_number(number: int) -> str:
    """13 digits of which the last is a check digit (Luhn): a slip of one digit finds nobody else."""
    body = f"9926{number:08d}"
    total = sum(
        sum(divmod(int(digit) * (2 if position % 2 == 0 else 1), 10)) for position, digit in enumerate(reversed(body))
    )
    return body + str(-total % 10)


def _mark_important(customers: list[Customer]) -> None:
    """Spread the important ones over the district, one every so many customers."""
    step = max(1, len(customers) // len(IMPORTANT))
    for (name, importance), customer in zip(IMPORTANT, customers[::step], strict=False):
        customer.name, customer.pinyin = name, name_key(name)
        customer.kind, customer.importance = Customer.Kind.BUSINESS, importance


def _phones(customers: list[Customer], random: Random) -> Iterator[Phone]:
    taken = 0
    shared = ""
    for position, customer in enumerate(customers):
        for label in ("", "家人", "物业")[: random.choice((1, 1, 1, 2, 2, 3))]:
            number = f"{PREFIXES[taken // 10_000 % len(PREFIXES)]}{taken * 7919 % 10_000:04d}"
            taken += 1
            yield Phone(customer=customer, number=number, label=label)
        if shared and random.random() < SHARED:
            yield Phone(customer=customer, number=shared, label="房东")
        shared = number
        if customer.kind == Customer.Kind.BUSINESS:
            yield Phone(customer=customer, number=f"0427555{position % 10_000:04d}", label="座机")
