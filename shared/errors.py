"""How the house says no: a refusal is an exception named after its rule, and its docstring is what people read."""

import re
from collections.abc import Sequence
from typing import ClassVar

from msgspec import Struct


class Fault(Struct, frozen=True, kw_only=True):
    """One wrong field: where it is (`needs[0].weight`) and what would make it right."""

    field: str
    message: str


class Problem(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """RFC 9457 problem details, the body of every error."""

    type: str
    title: str
    status: int
    detail: str
    request_id: str
    errors: tuple[Fault, ...] = ()


class Refusal(Exception):
    """This cannot be done."""

    status: ClassVar[int] = 409

    def __init__(self, detail: str | None = None, faults: Sequence[Fault] = ()) -> None:
        self.detail = detail or _sentence(type(self))
        self.faults = tuple(faults)
        super().__init__(self.detail)

    @classmethod
    def type(cls) -> str:
        """The stable problem type: `NoConsent` is `/problems/no-consent`."""
        return "/problems/" + re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    @classmethod
    def title(cls) -> str:
        """The name of the rule in words: `NoConsent` is "No consent"."""
        return re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).capitalize()


class Invalid(Refusal):
    """Some of what was sent is not right. Each wrong field is listed with what to do about it."""

    status = 422


class NotSignedIn(Refusal):
    """You need to sign in first: send a bearer token that is still valid."""

    status = 401


class NotYours(Refusal):
    """Your role does not include this."""

    status = 403


class NotFound(Refusal):
    """There is nothing here that you may see."""

    status = 404


class NotAllowedNow(Refusal):
    """This step does not follow from where things stand now."""

    status = 409


class Gone(Refusal):
    """This is no longer shared."""

    status = 410


class Unavailable(Refusal):
    """This is not working right now. Nothing was lost; please try again in a minute."""

    status = 503


def _sentence(refusal: type[Refusal]) -> str:
    return " ".join((refusal.__doc__ or refusal.title()).split())
