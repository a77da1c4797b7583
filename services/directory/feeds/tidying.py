"""Takes out what says nothing: null, empty text, empty lists. The UK profile asks that such fields are left out."""

from collections.abc import Iterator
from typing import TypeGuard

import msgspec

NOTHING: tuple[object, ...] = ([], {})


def tidy(given: object) -> object:
    """The same without fields that have no value."""
    if is_mapping(given):
        return {key: tidied for key, value in given.items() if not _says_nothing(tidied := tidy(value))}
    if is_list(given):
        return [tidy(value) for value in given]  # all of them, so that places in a list stay true
    return given


def plain(value: object) -> object:
    """A Struct as decoded JSON: mappings and lists, no tuples."""
    return msgspec.json.decode(msgspec.json.encode(value))


def left_out(given: object, kept: object, path: str = "") -> Iterator[str]:
    """The paths of fields that are in `given` and no longer in `kept`."""
    if is_mapping(given) and is_mapping(kept):
        for key, value in given.items():
            here = f"{path}.{key}" if path else key
            if key in kept:
                yield from left_out(value, kept[key], here)
            else:
                yield here
    elif is_list(given) and is_list(kept):
        for one, other in zip(given, kept, strict=False):
            yield from left_out(one, other, path)


def is_mapping(given: object) -> TypeGuard[dict[str, object]]:
    """Whether this is a JSON object."""
    return isinstance(given, dict)


def is_list(given: object) -> TypeGuard[list[object]]:
    """Whether this is a JSON list."""
    return isinstance(given, list)


def _says_nothing(value: object) -> bool:
    return not value.strip() if isinstance(value, str) else value is None or value in NOTHING
