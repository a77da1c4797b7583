"""Everything that the consent page shows, gathered from three rooms."""

import asyncio

from msgspec import Struct

from services.desk.rooms.directory import Directory, Listing
from services.desk.rooms.matcher import Matcher
from services.desk.rooms.referrals import Referrals
from services.desk.rules import sharing
from services.desk.rules.agreeing import Ask, Signpost
from services.desk.rules.asking import names
from services.desk.rules.choice import Choice
from shared.contracts.conversations import Search
from shared.contracts.people import Person
from shared.contracts.staff import Consumer, Partner
from shared.contracts.words import Channel, SearchId, ServiceId
from shared.errors import NotFound
from shared.needs.vocabulary import Vocabulary


class NobodyNamed(NotFound):
    """This search is not about anybody, so there is nobody to ask. Begin from a person's page."""


class Gathered(Struct, frozen=True, kw_only=True):
    """Who is asked about what."""

    search: Search
    person: Person
    asks: tuple[Ask, ...]
    consumers: tuple[Consumer, ...]
    channel: Channel | None


class Rooms(Struct, frozen=True, kw_only=True):
    """The rooms that know about it."""

    referrals: Referrals
    matcher: Matcher
    directory: Directory
    words: Vocabulary


class _Listed(Struct, frozen=True, kw_only=True):
    listing: Listing
    partners: tuple[Partner, ...]


async def gathered(id: SearchId, chosen: Choice, rooms: Rooms) -> Gathered:
    """Ask them all. Raises `NotFound` for a search that is over."""
    search = await rooms.referrals.search(id)
    if search.person is None:
        raise NobodyNamed
    person, consumers, met, asked = await asyncio.gather(
        rooms.referrals.person(search.person),
        rooms.referrals.consumers(),
        _met(search, rooms.matcher),
        asyncio.gather(*(_listed(service, rooms) for service in chosen.services)),
    )
    every = tuple(need.code for need in search.request.needs)
    asks = [
        _ask(number, listed, met.get(listed.listing.id) or every, person, rooms.words)
        for number, listed in enumerate(asked)
    ]
    return Gathered(
        search=search,
        person=person,
        asks=tuple(asks),
        consumers=consumers,
        channel=await _channel(search, rooms.referrals),
    )


async def _met(search: Search, matcher: Matcher) -> dict[ServiceId, tuple[str, ...]]:
    found = await matcher.matches(search.request)
    return {match.service_id: match.meets for match in found.matches}


async def _listed(service: ServiceId, rooms: Rooms) -> _Listed:
    listing = await rooms.directory.listing(service)
    return _Listed(listing=listing, partners=await rooms.referrals.partners(listing.organization.id))


async def _channel(search: Search, referrals: Referrals) -> Channel | None:
    if search.conversation is None:
        return None
    return (await referrals.conversation(search.conversation)).channel


def _ask(number: int, listed: _Listed, needs: tuple[str, ...], person: Person, words: Vocabulary) -> Ask:
    listing = listed.listing
    approved = next((partner for partner in listed.partners if partner.state == "approved"), None)
    fields = sharing.without_doubles(sharing.fields(person, names(words, needs)))
    offer = approved and sharing.Offer(
        service=listing.name, recipient=approved.legal_name, partner=approved.id, fields=fields
    )
    return Ask(
        number=number,
        service_id=listing.id,
        service=listing.name,
        organisation=listing.organization.name,
        needs=needs,
        signpost=Signpost(
            phone=next((phone.number for phone in listing.phones), None),
            email=listing.email or listing.organization.email,
            web=listing.url or listing.organization.website,
            how=listing.application_process,
        ),
        offer=offer,
    )
