"""Queries of services at locations."""

from collections.abc import AsyncIterator
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict, replace

from services.directory.asking import Filters, Near, Paging
from shared.contracts.open_referral import Service, ServiceAtLocation
from shared.db import Transaction


class Given(Struct, frozen=True):
    """A service, and one of the places where it is given."""

    at: ServiceAtLocation
    service: Service


class Places(Struct, frozen=True):
    """A page and how many there are."""

    total: int
    contents: list[Given]


async def page(tx: Transaction, filters: Filters, near: Near | None, paging: Paging) -> Places:
    """A page of places, in the order of their services' last change."""
    return await tx.one(Places, PAGE, limit=paging.limit, offset=paging.offset, **_values(filters, near))


async def each(tx: Transaction, filters: Filters, near: Near | None) -> AsyncIterator[Given]:
    """Every place, one after another."""
    async for given in tx.stream(Given, EACH, **_values(filters, near)):
        yield given


async def get(tx: Transaction, id: UUID) -> Given | None:
    """One place. Where two feeds use the same id, that of the service changed last."""
    return await tx.maybe(Given, ONE, id=id)


def document(given: Given, *, full: bool) -> ServiceAtLocation:
    """As the standard shows it: with the service, and with its name and status beside it."""
    service = given.service
    flat = Service(
        id=service.id,
        name=service.name,
        status=service.status,
        description=service.description,
        organization_id=service.organization_id,
        last_modified=service.last_modified,
        organization=service.organization,
    )
    return replace(
        given.at,
        service_id=service.id,
        location_id=given.at.location_id or (given.at.location.id if given.at.location else None),
        name=service.name,
        status=service.status,
        last_modified=service.last_modified,
        service=replace(service, service_at_locations=()) if full else flat,
    )


def _values(filters: Filters, near: Near | None) -> dict[str, object]:
    return {
        **asdict(filters),
        "taxonomy_term_id": list(filters.taxonomy_term_id),
        "latitude": near.point.latitude if near else None,
        "longitude": near.point.longitude if near else None,
        "proximity": near.proximity if near else None,
    }


AT = """
(SELECT at FROM jsonb_array_elements(shown -> 'service_at_locations') AS each (at)
 WHERE at ->> 'id' = service_at_locations.id::text LIMIT 1) AS at
"""

# 6,371,008.8 m is the mean radius of the earth: the haversine formula is right to 0.35 % in Britain.
MATCHING = """
FROM service_at_locations JOIN services ON services.id = service_id
WHERE listed
  AND (%(modified_after)s::timestamptz IS NULL OR last_modified >= %(modified_after)s::timestamptz)
  AND (%(search)s::text IS NULL OR words @@ websearch_to_tsquery('english', %(search)s::text))
  AND (%(organization_id)s::uuid IS NULL OR organization_id = %(organization_id)s::uuid)
  AND (%(taxonomy_id)s::uuid IS NULL
       OR services.id IN (SELECT service_id FROM service_terms WHERE taxonomy_id = %(taxonomy_id)s::uuid))
  AND (%(taxonomy_term_id)s::uuid[] = '{}' OR NOT EXISTS (
       SELECT FROM unnest(%(taxonomy_term_id)s::uuid[]) AS asked (term)
       WHERE NOT EXISTS (SELECT FROM service_terms WHERE service_id = services.id AND term_id = asked.term)))
  AND (%(longitude)s::float8 IS NULL
       OR NOT EXISTS (SELECT FROM service_areas WHERE service_areas.service_id = services.id)
       OR EXISTS (SELECT FROM service_areas WHERE service_areas.service_id = services.id
                  AND shape @> point(%(longitude)s::float8, %(latitude)s::float8)))
  AND (%(proximity)s::float8 IS NULL OR 2 * 6371008.8 * asin(sqrt(
       power(sin(radians(latitude - %(latitude)s::float8) / 2), 2)
       + cos(radians(latitude)) * cos(radians(%(latitude)s::float8))
       * power(sin(radians(longitude - %(longitude)s::float8) / 2), 2))) <= %(proximity)s::float8)
"""

PAGE = (
    "WITH matching AS (SELECT service_at_locations.id, services.id AS service_id, last_modified " + MATCHING + ") "  # noqa: S608 -- every part is written here; pyright lets nothing else in
    "SELECT (SELECT count(*) FROM matching) AS total, (SELECT coalesce(jsonb_agg(jsonb_build_object('at', at, "
    "'service', shown) ORDER BY last_modified, service_id, id), '[]') FROM (SELECT service_at_locations.id, "
    "matching.service_id, matching.last_modified, shown, " + AT + " FROM matching "
    "JOIN services ON services.id = matching.service_id JOIN service_at_locations "
    "ON service_at_locations.id = matching.id AND service_at_locations.service_id = matching.service_id "
    "ORDER BY matching.last_modified, matching.service_id, matching.id LIMIT %(limit)s OFFSET %(offset)s"
    ") AS page) AS contents"
)
EACH = "SELECT shown AS service, " + AT + MATCHING + " ORDER BY last_modified, services.id, service_at_locations.id"
ONE = (
    "SELECT shown AS service, " + AT + " FROM service_at_locations JOIN services ON services.id = service_id "  # noqa: S608 -- every part is written here; pyright lets nothing else in
    "WHERE listed AND service_at_locations.id = %(id)s ORDER BY last_modified DESC LIMIT 1"
)
