"""The people and units of the demo district. GENERATED: no real company, place or person is meant."""

from accounts.demo.people import DEMO_PASSWORD, hire
from accounts.demo.units import District, build_units

__all__ = ["DEMO_PASSWORD", "District", "build_units", "hire"]
