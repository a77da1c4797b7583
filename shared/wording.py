"""What msgspec says about a wrong value, in words for the person who sent it."""

import re
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

KINDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "nothing",
    "uuid": "a UUID",
    "datetime": "a date and time",
    "date": "a date",
}
BOUNDS = {">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}
SAID = (
    (r"Expected `(?:int|float)` (>=|<=|>|<) (\S+)$", "This must be {} {}."),
    (r"Expected `str` of length (>=|<=) (\d+)$", "This must have {} {} characters."),
    (r"Expected `\w+` of length (>=|<=) (\d+)$", "This must have {} {} entries."),
    (r"Expected `str` matching regex (.+)$", "This is not written as it should be: it must match {}."),
    (r"Expected `([\w |]+)`, got `(\w+)`$", "This must be {}, not {}."),
    (r"Invalid UUID$", "This must be a UUID."),
    (r"Invalid RFC3339 encoded datetime$", "This must be a date and time such as 2026-11-25T09:30:00Z."),
    (r"Expected `datetime` with a timezone component$", "This must say its time zone, such as Z or +01:00."),
    (r"Invalid (?:ISO8601|RFC3339) encoded date$", "This must be a date such as 2026-11-25."),
)


def wording(message: str, form: Any) -> str:
    """The message without the path that msgspec adds (it is relative to where we looked), as a sentence."""
    said = message.split(" - at `", maxsplit=1)[0]
    if said.startswith("Invalid enum value") and (choices := _choices(form)):
        return f"This must be one of: {', '.join(choices)}."
    for pattern, sentence in SAID:
        if found := re.match(pattern, said):
            return sentence.format(*map(_word, found.groups()))
    return said


def _word(said: str) -> str:
    parts = [part.strip() for part in said.split("|")]
    return BOUNDS.get(said) or (" or ".join(KINDS[part] for part in parts) if KINDS.keys() >= set(parts) else said)


def _choices(form: Any) -> list[str]:
    if get_origin(form) in (Annotated, Union, UnionType):
        return [choice for part in get_args(form) for choice in _choices(part)]
    if isinstance(form, type) and issubclass(form, Enum):
        return [str(member.value) for member in form]
    return [str(value) for value in get_args(form) if isinstance(value, str)]
