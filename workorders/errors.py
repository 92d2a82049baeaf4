"""What can go wrong at the gate. Each says in Chinese what to do; page and API give it the same code and body."""

from typing import Any


class GateError(Exception):
    """``code`` for programs, ``message`` for people, ``status`` for HTTP, ``detail`` for whoever must act on it."""

    status = 400
    code = "bad_request"

    def __init__(self, message: str, *, fields: dict[str, list[str]] | None = None, **detail: Any) -> None:
        super().__init__(message)
        self.message = message
        self.fields = fields or {}
        self.detail = detail

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.message, "fields": self.fields}
        if self.detail:
            error["detail"] = self.detail
        return {"error": error}


class NotVisible(GateError):
    """No such order, or none this person may see: the two are not told apart."""

    status, code = 404, "not_found"


class NotAllowed(GateError):
    status, code = 403, "not_allowed"


class WrongState(GateError):
    status, code = 409, "wrong_state"


class Stale(GateError):
    """Somebody was faster. ``detail["changes"]`` lists what they did; what was typed stays with the caller."""

    status, code = 409, "stale"


class Invalid(GateError):
    """The input does not hold; ``fields`` names each place."""

    status, code = 422, "invalid"


class KeyReused(GateError):
    """The idempotency key came before with something else."""

    status, code = 422, "key_reused"


class TooEarly(GateError):
    """Not before a certain instant, named in the message and in ``detail["opens_at"]``."""

    status, code = 409, "too_early"
