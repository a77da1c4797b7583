"""Turn what was sent into Structs, naming every wrong field at once (msgspec itself stops at the first)."""

from collections.abc import Iterator, Mapping
from itertools import islice
from types import UnionType
from typing import Annotated, Any, NewType, TypeGuard, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT

from shared.errors import Fault, Invalid, Refusal
from shared.wording import wording

T = TypeVar("T")
MOST = 100  # faults named in one answer
NO_TEXT = "This has a character that is no text (U+0000)"


class TooDeep(Refusal):
    """This is nested more deeply than anything that we read."""

    status = 400


def decode(kind: type[T], body: bytes | str) -> T:
    """Read JSON. Raises `Invalid` with every fault, at most 100."""
    try:
        given: object = msgspec.json.decode(body)
    except msgspec.DecodeError as error:
        raise Invalid(faults=[Fault(field="", message=f"This is not JSON that can be read: {error}")]) from None
    except RecursionError:
        raise TooDeep from None
    check_text(given)
    return convert(kind, given)


def check_text(given: object) -> None:
    """Raises `Invalid` where decoded JSON has a text that no database keeps."""
    if found := list(islice(_no_text(given), MOST)):
        raise Invalid(faults=found)


def convert(kind: type[T], given: object, *, strict: bool = True) -> T:
    """Convert decoded JSON, or the fields of a form with `strict=False`. Raises `Invalid` with every fault."""
    try:
        return msgspec.convert(given, kind, strict=strict)
    except msgspec.ValidationError:
        found = [fault for fault, _ in zip(faults(kind, given, strict=strict), range(MOST), strict=False)]
        raise Invalid(faults=found) from None


def faults(form: Any, given: object, path: str = "", *, strict: bool = True) -> Iterator[Fault]:
    """Every fault in `given`, found by descending into Structs, lists and mappings."""
    try:
        msgspec.convert(given, form, strict=strict)
    except msgspec.ValidationError as error:
        inner = list(_inside(form, given, path, strict=strict))
        yield from inner or [Fault(field=path, message=wording(str(error), form))]


def _no_text(given: object) -> Iterator[Fault]:
    waiting = [("", given)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str) and "\0" in value:
            yield Fault(field=path, message=NO_TEXT)
        elif _is_mapping(value):
            waiting += [(_join(path, name), inner) for name, inner in value.items()]
        elif _is_list(value):
            waiting += [(f"{path}[{index}]", inner) for index, inner in enumerate(value)]


def _inside(form: Any, given: object, path: str, *, strict: bool) -> Iterator[Fault]:
    origin, parts = get_origin(form), get_args(form)
    if isinstance(form, NewType):
        yield from _inside(form.__supertype__, given, path, strict=strict)
    elif origin is Annotated:
        yield from _inside(parts[0], given, path, strict=strict)
    elif origin in (Union, UnionType):
        for option in parts:
            yield from _inside(option, given, path, strict=strict)
    elif origin in (tuple, list, frozenset) and _is_list(given):
        for index, value in enumerate(given):
            yield from faults(parts[0], value, f"{path}[{index}]", strict=strict)
    elif origin is dict and _is_mapping(given):
        for key, value in given.items():
            yield from faults(parts[1], value, _join(path, key), strict=strict)
    elif _is_struct(origin or form) and _is_mapping(given):
        yield from _in_struct(form, given, path, strict=strict)


def _in_struct(form: Any, given: Mapping[str, object], path: str, *, strict: bool) -> Iterator[Fault]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(form)}
    for name, field in fields.items():
        if name in given:
            yield from faults(field.type, given[name], _join(path, name), strict=strict)
        elif field.default is NODEFAULT and field.default_factory is NODEFAULT:
            yield Fault(field=_join(path, name), message="This is required.")
    if (get_origin(form) or form).__struct_config__.forbid_unknown_fields:
        for name in sorted(given.keys() - fields.keys()):
            yield Fault(field=_join(path, name), message="There is no such field.")


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _is_list(given: object) -> TypeGuard[list[object]]:
    return isinstance(given, list)


def _is_mapping(given: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(given, Mapping)


def _is_struct(form: object) -> bool:
    return isinstance(form, type) and issubclass(form, msgspec.Struct)
