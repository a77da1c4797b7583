"""The hash chain over the events of a consent: a changed, missing or added event shows."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

import msgspec

from services.referrals.model.consents import Kind, Link
from shared.contracts.words import ConsentId

START = ""


def link(before: Link | None, *, consent: ConsentId, at: datetime, event: Kind, by: str, terms: str) -> Link:
    """The next event of a chain. `terms` are sealed, so the chain can be checked after the key is gone."""
    bare = Link(
        consent=consent,
        number=before.number + 1 if before else 1,
        at=at,
        event=event,
        by=by,
        terms=terms,
        previous=before.hash if before else START,
        hash="",
    )
    return msgspec.structs.replace(bare, hash=_hash(bare))


def broken_at(links: Sequence[Link], head: str) -> int | None:
    """The number of the first event that does not fit; one past the last if events are missing at the end."""
    previous = START
    for number, event in enumerate(links, 1):
        if event.number != number or event.previous != previous or event.hash != _hash(event):
            return number
        previous = event.hash
    return None if previous == head else len(links) + 1


def canonical(value: object) -> bytes:
    """JSON with sorted names and no spaces: the same bytes for the same content."""
    return msgspec.json.encode(value, order="sorted")


def _hash(event: Link) -> str:
    return sha256(canonical(msgspec.structs.replace(event, hash=""))).hexdigest()
