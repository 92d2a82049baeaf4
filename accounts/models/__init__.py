from accounts.models.events import AccountEvent
from accounts.models.passwords import PastPassword
from accounts.models.people import ADMINISTRATORS, Certificate, Person, Role, RoleAt, SecondFactorRule
from accounts.models.units import Unit

__all__ = [
    "ADMINISTRATORS",
    "AccountEvent",
    "Certificate",
    "PastPassword",
    "Person",
    "Role",
    "RoleAt",
    "SecondFactorRule",
    "Unit",
]
