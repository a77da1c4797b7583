"""Reads ages as people write them in spreadsheets."""

import re
from typing import NamedTuple

NUMBER = re.compile(r"\d{1,3}")
AND_UP = re.compile(r"\+|up|from|over|older|above|least", re.IGNORECASE)
AND_DOWN = re.compile(r"under|below|younger|up to", re.IGNORECASE)
ANY = re.compile(r"all ages|any age|everyone|no limit", re.IGNORECASE)


class Ages(NamedTuple):
    """From and to, in years, both included."""

    least: float | None = None
    most: float | None = None


def ages(text: str) -> Ages | None:
    """`13-25`, `4 to 18`, `11+`, `From 5 years upwards`, `Under 25`, `All ages`; None for what is not understood."""
    numbers = [float(found) for found in NUMBER.findall(text)]
    match numbers:
        case [] if ANY.search(text):
            return Ages()
        case [least, most] if least <= most:
            return Ages(least, most)
        case [most] if AND_DOWN.search(text):
            return Ages(None, most if "up to" in text.lower() else most - 1)
        case [least] if AND_UP.search(text):
            return Ages(least, None)
        case _:
            return None
