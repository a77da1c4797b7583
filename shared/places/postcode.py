"""Reads a UK postcode as people write it."""

import re
import unicodedata

from msgspec import Struct

from shared.places.refusals import NotAPostcode

# Royal Mail's formats: A9 A99 A9A AA9 AA99 AA9A, then a digit and two letters, of which C I K M O V are never used.
OUTWARD = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
WHOLE = re.compile(rf"({OUTWARD})([0-9O])([ABD-HJLNP-UW-Z]{{2}})")
SECTOR = re.compile(rf"({OUTWARD}) ?([0-9])")
ONLY_OUTWARD = re.compile(OUTWARD)
BETWEEN = re.compile(r"[\s.,\-\u2010-\u2015]+")


class Postcode(Struct, frozen=True, kw_only=True):
    """A postcode in its official spelling, as much of it as was written: `B33`, `B33 8`, `B33 8TH`."""

    outcode: str
    sector: str | None = None
    whole: str | None = None


def read(text: str) -> Postcode:
    """The postcode in `text`: any case and spacing, a letter O for the zero after the space, or only its first part.

    Without a space `B13` is the outward code B13; with one, `B1 3` is a sector. Raises NotAPostcode.
    """
    spaced = BETWEEN.sub(" ", unicodedata.normalize("NFKC", text)).strip().upper()
    joined = spaced.replace(" ", "")
    if whole := WHOLE.fullmatch(joined):
        outcode, digit, letters = whole.groups()
        sector = f"{outcode} {digit.replace('O', '0')}"
        return Postcode(outcode=outcode, sector=sector, whole=sector + letters)
    if ONLY_OUTWARD.fullmatch(joined) and not _parted(spaced):
        return Postcode(outcode=joined)
    if part := SECTOR.fullmatch(_parted(spaced) or joined):
        return Postcode(outcode=part[1], sector=f"{part[1]} {part[2]}")
    raise NotAPostcode


def _parted(spaced: str) -> str | None:
    """`b 1 3` as `B1 3`, where the writer set the last digit apart from an outward code; else None."""
    first, _, last = spaced.rpartition(" ")
    outcode = first.replace(" ", "")
    return f"{outcode} {last}" if len(last) == 1 and last.isdigit() and ONLY_OUTWARD.fullmatch(outcode) else None
