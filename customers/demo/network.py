"""Substations, feeders and transformers laid along the streets of each station."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import sin
from random import Random

from accounts.models import Unit
from customers.demo.names import REMOTE, STREETS, VILLAGES
from customers.models import AreaClass, Feeder, Substation, Transformer

FEEDERS_A_STATION = 2
STREETS_A_FEEDER = 4
TRANSFORMERS_A_STREET = 5
NAMES = {AreaClass.URBAN: STREETS, AreaClass.RURAL: VILLAGES, AreaClass.REMOTE: REMOTE}
BLOCK = 3000.0  # metres: a station looks after a square of this size
# Where each station's block lies, in blocks: town in the middle, villages around it, the other city far off.
BLOCKS = ((0.0, 0.0), (1.12, 0.3), (0.42, 1.1), (2.25, 0.9), (1.6, 1.5), (-0.75, 1.2), (5.0, 4.0))
BEND = 220.0  # metres: how far a street bends off the straight


@dataclass(frozen=True)
class Area:
    """What one station looks after. ``town`` stands before each street in an address."""

    station: Unit
    substation: str
    town: str
    area_class: AreaClass


@dataclass(frozen=True)
class Stretch:
    """A piece of street behind one transformer."""

    area: Area
    street: str
    transformer: Transformer


def build_network(areas: list[Area], random: Random) -> list[Stretch]:
    """Two feeders a station, four streets a feeder, five transformers a street; positions in metres."""
    substations = {area.substation: Substation(name=area.substation) for area in areas}
    Substation.objects.bulk_create(substations.values())
    feeders: list[Feeder] = []
    stretches: list[Stretch] = []
    for number, area in enumerate(areas):
        names = _streets(area, number)
        for half in range(FEEDERS_A_STATION):
            streets = [next(names) for _ in range(STREETS_A_FEEDER)]
            feeder = Feeder(
                substation=substations[area.substation],
                name=f"10kV{streets[0].rstrip('路街巷村')}线",
                code=f"L{len(feeders) + 1:03d}",
            )
            feeders.append(feeder)
            stretches += _lay(area, feeder, streets, (number, half), len(stretches), random)
    Feeder.objects.bulk_create(feeders)
    Transformer.objects.bulk_create(stretch.transformer for stretch in stretches)
    return stretches


def _streets(area: Area, number: int) -> Iterator[str]:
    """Eight names; towns of different counties share some, as they do in life."""
    count = FEEDERS_A_STATION * STREETS_A_FEEDER
    names = NAMES[area.area_class]
    start = number * count
    return iter([names[(start + each) % len(names)] for each in range(count)])


def _lay(
    area: Area, feeder: Feeder, streets: list[str], place: tuple[int, int], laid: int, random: Random
) -> Iterator[Stretch]:
    """Street beside street, a little crooked. ``place``: the station's block, and the feeder's half of it."""
    block, half = place
    left, bottom = (BLOCK * side for side in BLOCKS[block % len(BLOCKS)])
    apart = BLOCK / (FEEDERS_A_STATION * STREETS_A_FEEDER)
    for row, street in enumerate(streets):
        for column in range(TRANSFORMERS_A_STREET):
            across = (column + 0.5) * BLOCK / TRANSFORMERS_A_STREET
            along = (half * STREETS_A_FEEDER + row + 0.5) * apart + BEND * sin((left + across) / BLOCK * 2.2 + block)
            transformer = Transformer(
                feeder=feeder,
                name=f"{street}{column + 1}号台区",
                code=f"T{laid + row * TRANSFORMERS_A_STREET + column + 1:04d}",
                x=round(left + across + random.uniform(-160, 160), 1),
                y=round(bottom + along + random.uniform(-110, 110), 1),
            )
            yield Stretch(area, street, transformer)
