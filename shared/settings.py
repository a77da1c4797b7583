"""Settings: `WAYFARE_…` variables into a Struct, every fault at once, secrets masked."""

from collections.abc import Mapping
from typing import TypeVar

import msgspec
from msgspec import Struct

from shared.checking import faults
from shared.errors import Refusal

T = TypeVar("T", bound=Struct)
PLAIN = frozenset({"database_url", "nats_url"})  # also read without the prefix, as hosts set them
SECRET = ("secret", "seed", "password", "key", "database_url", "nats_url")


class WrongSettings(Refusal):
    """The settings are not right."""


def load(kind: type[T], environ: Mapping[str, str]) -> T:
    """Read the fields of `kind` from the environment: `WAYFARE_` and the field's name in capitals.

    Raises `WrongSettings` with every variable that is missing or wrong.
    """
    names = [field.name for field in msgspec.structs.fields(kind)]
    given = {name: value for name in names if (value := _value(name, environ)) is not None}
    found = list(faults(kind, given, strict=False))
    if found:
        lines = [f"{variable(fault.field)}: {fault.message}" for fault in found]
        raise WrongSettings("\n".join(["The settings are not right.", *lines]))
    return msgspec.convert(given, kind, strict=False)


def variable(name: str) -> str:
    """The environment variable of a field."""
    return f"WAYFARE_{name.upper()}"


def masked(settings: Struct) -> dict[str, str]:
    """What may be printed at start: every setting, secrets as dots."""
    values = msgspec.structs.asdict(settings)
    return {variable(name): "…" if _is_secret(name) and value else str(value) for name, value in values.items()}


def _value(name: str, environ: Mapping[str, str]) -> str | None:
    return environ.get(variable(name)) or (environ.get(name.upper()) if name in PLAIN else None)


def _is_secret(name: str) -> bool:
    return any(word in name for word in SECRET)
