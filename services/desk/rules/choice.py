"""The services that a person chose, on their way from one page to the next."""

from collections.abc import Iterable, Iterator
from uuid import UUID

from msgspec import Struct

from shared.contracts.words import ServiceId

PURPOSE = "choice"
MOST = 5  # providers asked at once


class Choice(Struct, frozen=True, kw_only=True):
    """In the order of the list."""

    services: tuple[ServiceId, ...]


def choice(ticked: Iterable[str]) -> Choice:
    """What was ticked; anything that is no id is left out."""
    return Choice(services=tuple(dict.fromkeys(_ids(ticked)))[:MOST])


def _ids(ticked: Iterable[str]) -> Iterator[ServiceId]:
    for text in ticked:
        try:
            yield ServiceId(UUID(text))
        except ValueError:
            continue
