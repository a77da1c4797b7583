"""What the house knows of needs and places, and checks what people say against."""

from msgspec import Struct

from shared.errors import Fault
from shared.places.gazetteer import Gazetteer
from shared.places.postcode import read
from shared.places.refusals import NotAPostcode, UnknownPostcode


class Known(Struct, frozen=True, kw_only=True):
    """The codes of the needs vocabulary, and the postcodes."""

    codes: frozenset[str]
    gazetteer: Gazetteer

    def spelt(self, postcode: str | None, field: str) -> tuple[str | None, list[Fault]]:
        """The postcode as it is written officially, or what is wrong with it."""
        if postcode is None:
            return None, []
        try:
            self.gazetteer.find(postcode)
        except (NotAPostcode, UnknownPostcode) as refusal:
            return None, [Fault(field=field, message=refusal.detail)]
        found = read(postcode)
        return found.whole or found.sector or found.outcode, []
