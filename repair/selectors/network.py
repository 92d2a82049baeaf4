"""The network below some units, drawn as a plan: where transformers, lines and stations lie, in metres."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from math import hypot
from typing import Any

from django.core.cache import cache
from django.db import connection

KEPT = 3600  # seconds: lines are built slower than that
Point = tuple[float, float]

# Whose transformer it is follows from who is supplied by it.
BELOW = """
    SELECT t.id, t.name, t.x, t.y, t.feeder_id, f.name, f.substation_id, s.name, u.id, u.name
      FROM (SELECT DISTINCT p.transformer_id, p.unit_id FROM customers_premises p
              JOIN accounts_unit u ON u.id = p.unit_id WHERE u.path LIKE ANY(%s)) p
      JOIN customers_transformer t ON t.id = p.transformer_id JOIN customers_feeder f ON f.id = t.feeder_id
      JOIN customers_substation s ON s.id = f.substation_id JOIN accounts_unit u ON u.id = p.unit_id
     ORDER BY t.id, u.id
"""
STAMP = "SELECT current_database(), count(*), max(id), round(sum(x)), round(sum(y)) FROM customers_transformer"


def stamp(paths: Iterable[str]) -> str:
    """Changes when the network does; one small query."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP)
        said = repr([cursor.fetchone(), sorted(paths)])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def network(paths: Iterable[str], mark: str = "") -> dict[str, Any]:
    """The plan of what lies below the units with ``paths``, kept for an hour: transformers, feeders (as trees from
    their substation), substations, stations (as outlines) and ``at``, the middle of each station's area."""
    wanted = sorted(paths)
    name = f"network:{mark or stamp(wanted)}"
    found: dict[str, Any] | None = cache.get(name)
    if found is None:
        found = _read(wanted)
        cache.set(name, found, KEPT)
    return found


def _read(paths: list[str]) -> dict[str, Any]:
    transformers: dict[int, dict[str, Any]] = {}
    feeders: dict[int, dict[str, Any]] = {}
    stations: dict[int, dict[str, Any]] = {}
    sources: dict[int, dict[str, Any]] = {}
    with connection.cursor() as cursor:
        cursor.execute(BELOW, [[f"{path}%" for path in paths]])
        for pk, name, x, y, feeder, line, source, plant, unit, station in cursor.fetchall():
            stations.setdefault(unit, {"name": station, "points": []})["points"].append((x, y))
            if pk in transformers:  # two stations share it
                continue
            transformers[pk] = {"name": name, "x": x, "y": y, "feeder": feeder}
            feeders.setdefault(feeder, {"name": line, "source": source, "points": {}})["points"][pk] = (x, y)
            sources.setdefault(source, {"name": plant, "points": []})["points"].append((x, y))
    for plant in sources.values():
        plant["at"] = middle(plant.pop("points"))
    for line in feeders.values():
        line["edges"] = tree(sources[line["source"]]["at"], list(line.pop("points").values()))
    for station in stations.values():
        points = station.pop("points")
        station["at"], station["outline"] = middle(points), outline(points)
    return {
        "transformers": transformers,
        "feeders": feeders,
        "substations": sources,
        "stations": stations,
        "at": {unit: station["at"] for unit, station in stations.items()},
    }


def middle(points: list[Point]) -> Point:
    return (round(sum(x for x, _ in points) / len(points), 1), round(sum(y for _, y in points) / len(points), 1))


def tree(root: Point, points: list[Point]) -> list[tuple[Point, Point]]:
    """The shortest lines that reach all ``points`` from ``root`` (Prim): how a line might run."""
    nearest = {point: (hypot(point[0] - root[0], point[1] - root[1]), root) for point in points}
    edges: list[tuple[Point, Point]] = []
    while nearest:
        point = min(nearest, key=lambda each: nearest[each][0])
        edges.append((nearest.pop(point)[1], point))
        for other, (far, _) in nearest.items():
            gap = hypot(other[0] - point[0], other[1] - point[1])
            if gap < far:
                nearest[other] = (gap, point)
    return edges


def outline(points: Iterable[Point]) -> list[Point]:
    """The convex hull, anticlockwise (monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(run: Iterable[Point]) -> list[Point]:
        kept: list[Point] = []
        for point in run:
            while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
                kept.pop()
            kept.append(point)
        return kept[:-1]

    return half(ordered) + half(reversed(ordered))


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def near(places: dict[int, Point], unit_path: str) -> Point | None:
    """Where a unit is at home: the middle of the areas looked after by it or by the nearest unit above it."""
    ids = [int(part) for part in unit_path.strip("/").split("/")]
    return next((places[unit] for unit in reversed(ids) if unit in places), None)


def gathered(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan as the map's script reads it: short, rounded to metres, north up."""
    return {
        "transformers": [
            [pk, each["name"], round(each["x"]), round(-each["y"]), each["feeder"]]
            for pk, each in plan["transformers"].items()
        ],
        "feeders": [
            {
                "id": pk,
                "name": line["name"],
                "edges": [[round(a[0]), round(-a[1]), round(b[0]), round(-b[1])] for a, b in line["edges"]],
            }
            for pk, line in plan["feeders"].items()
        ],
        "substations": [
            {"name": plant["name"], "at": [round(plant["at"][0]), round(-plant["at"][1])]}
            for plant in plan["substations"].values()
        ],
        "stations": [
            {
                "name": station["name"],
                "at": [round(station["at"][0]), round(-station["at"][1])],
                "outline": [[round(x), round(-y)] for x, y in station["outline"]],
            }
            for station in plan["stations"].values()
        ],
    }
