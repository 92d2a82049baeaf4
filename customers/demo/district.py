"""Which station looks after what, and the order in which the district comes to life."""

from random import Random

from accounts.demo import District
from accounts.demo.units import CITY, OTHER_CITY
from customers.demo.network import Area, build_network
from customers.demo.outages import announce
from customers.demo.settle import settle
from customers.models import AreaClass

SEED = 2026
COUNTIES = {  # in the order of the counties: substation and area class
    "望浦区": ("110kV望浦变电站", AreaClass.URBAN),
    "柳溪县": ("110kV柳溪变电站", AreaClass.RURAL),
    "霞岭县": ("35kV霞岭变电站", AreaClass.REMOTE),
}
OTHER_CITY_SHARE = 100  # one premises there for so many in the first city


def populate(district: District) -> None:
    """Lay the network, let ``district.premises`` customers move in and the second city's few, announce outages."""
    random = Random(SEED)  # noqa: S311  a district, not a secret
    areas = _areas(district)
    stretches = build_network([*areas, _other_area(district)], random)
    here = [stretch for stretch in stretches if stretch.area in areas]
    there = [stretch for stretch in stretches if stretch.area not in areas]
    crowd = _spread(district.premises, len(here)) + _spread(district.premises // OTHER_CITY_SHARE, len(there))
    settle(list(zip([*here, *there], crowd, strict=True)), random)
    announce(here)


def _areas(district: District) -> list[Area]:
    areas = []
    for station in district.city.stations:
        county = next(unit.name for unit in district.city.counties if unit.contains(station)).removesuffix("供电公司")
        substation, area_class = COUNTIES[county]
        areas.append(Area(station, substation, f"{CITY}{county}", area_class))
    return areas


def _other_area(district: District) -> Area:
    return Area(district.other.stations[0], "35kV石渡变电站", f"{OTHER_CITY}石渡县", AreaClass.RURAL)


def _spread(count: int, places: int) -> list[int]:
    share, rest = divmod(count, places)
    return [share + (place < rest) for place in range(places)]
