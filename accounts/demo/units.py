"""The tree of units of the demo district: an invented province with one large and one small city."""

from dataclasses import dataclass, field

from accounts.models import Unit
from accounts.services.units import create_unit

Kind = Unit.Kind
Function = Unit.Function

CITY = "云浦市"
OTHER_CITY = "石渡市"
STATIONS = {  # county → its stations
    "望浦区": ("城东", "城西", "城南"),
    "柳溪县": ("柳溪", "河口"),
    "霞岭县": ("霞岭",),
}
DEPARTMENTS = {
    "营销部": Function.MARKETING,
    "运检部": Function.OPERATIONS,
    "安监部": Function.SAFETY,
    "用电检查": Function.INSPECTION,
}
CREWS_A_STATION = 4
ORDINALS = "一二三四"


@dataclass
class City:
    """A city with what is below it; ``stations`` and ``crews`` in the order of their counties."""

    unit: Unit
    counties: list[Unit] = field(default_factory=list)
    stations: list[Unit] = field(default_factory=list)
    crews: list[Unit] = field(default_factory=list)
    departments: list[Unit] = field(default_factory=list)


@dataclass
class District:
    centre: Unit
    province: Unit
    city: City
    other: City  # small, and out of the first city's sight: shows that scope holds
    premises: int = 20_000


def build_units(premises: int = 20_000) -> District:
    """Centre → province → two cities; the first with 3 counties, 6 stations and 24 crews."""
    centre = create_unit(parent=None, kind=Kind.CENTRE, name="掌灯客服中心", code="ZX")
    province = create_unit(parent=centre, kind=Kind.PROVINCE, name="岚江省电力公司", code="LJ")
    city = _build_city(province, CITY, "YP", STATIONS, list(DEPARTMENTS), CREWS_A_STATION)
    other = _build_city(province, OTHER_CITY, "SD", {"石渡县": ("石渡",)}, ["安监部"], 1)
    return District(centre, province, city, other, premises)


def _build_city(
    province: Unit, name: str, code: str, stations: dict[str, tuple[str, ...]], departments: list[str], crews: int
) -> City:
    city = City(create_unit(parent=province, kind=Kind.CITY, name=f"{name}供电公司", code=code))
    for number, department in enumerate(departments, start=1):
        city.departments.append(
            create_unit(
                parent=city.unit,
                kind=Kind.DEPARTMENT,
                name=f"{name}{department}",
                code=f"{code}-B{number}",
                function=DEPARTMENTS[department],
            )
        )
    for county_name, names in stations.items():
        county_code = f"{code}-X{len(city.counties) + 1}"
        county = create_unit(parent=city.unit, kind=Kind.COUNTY, name=f"{county_name}供电公司", code=county_code)
        city.counties.append(county)
        for station_name in names:
            _build_station(city, county, station_name, crews)
    return city


def _build_station(city: City, county: Unit, name: str, crews: int) -> None:
    code = f"{city.unit.code}-S{len(city.stations) + 1}"
    station = create_unit(parent=county, kind=Kind.STATION, name=f"{name}供电所", code=code)
    city.stations.append(station)
    for number in range(crews):
        city.crews.append(
            create_unit(
                parent=station, kind=Kind.CREW, name=f"{name}抢修{ORDINALS[number]}班", code=f"{code}-C{number + 1}"
            )
        )
