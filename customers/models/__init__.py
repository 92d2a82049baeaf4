from customers.models.calls import Call, CallEvent
from customers.models.customers import AreaClass, Customer, Phone, Premises
from customers.models.network import Feeder, Outage, Substation, Transformer

__all__ = [
    "AreaClass",
    "Call",
    "CallEvent",
    "Customer",
    "Feeder",
    "Outage",
    "Phone",
    "Premises",
    "Substation",
    "Transformer",
]
