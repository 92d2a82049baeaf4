"""The verbs every type has. A type lists ``*CORE`` after its own."""

from workorders.verbs.attach import ATTACH
from workorders.verbs.notes import NOTE, REVEAL
from workorders.verbs.pausing import PAUSE, RESUME
from workorders.verbs.support import CONFIRM_SUPPORT
from workorders.verbs.urging import SUPERVISE, URGE

CORE = (URGE, SUPERVISE, NOTE, ATTACH, CONFIRM_SUPPORT, PAUSE, RESUME, REVEAL)

__all__ = ["CORE"]
