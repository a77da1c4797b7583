"""Settings: `WAYFARE_…` variables into a Struct, every fault at once, secrets masked."""

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar, get_args

import msgspec
from msgspec import Struct
from msgspec.structs import FieldInfo

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
    fields = msgspec.structs.fields(kind)
    given = {field.name: value for field in fields if (value := _value(field, environ)) is not None}
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


def _value(field: FieldInfo, environ: Mapping[str, str]) -> str | Path | None:
    plain = environ.get(field.name.upper()) if field.name in PLAIN else None
    text = environ.get(variable(field.name)) or plain
    return Path(text) if text and Path in (field.type, *get_args(field.type)) else text


def _is_secret(name: str) -> bool:
    return any(word in name for word in SECRET)
