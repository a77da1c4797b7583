"""What stands behind help: who pays, registrations, programmes."""

from uuid import UUID

from shared.contracts.open_referral.terms import Attribute, Record


class Funding(Record, frozen=True, kw_only=True, omit_defaults=True):
    """Who pays for it."""

    organization_id: UUID | None = None
    service_id: UUID | None = None
    source: str | None = None


class OrganizationIdentifier(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A registration, such as GB-CHC for charities."""

    identifier_type: str
    identifier: str
    identifier_scheme: str | None = None
    organization_id: UUID | None = None
    attributes: tuple[Attribute, ...] = ()


class Program(Record, frozen=True, kw_only=True, omit_defaults=True):
    """A group of services."""

    name: str
    description: str
    organization_id: UUID | None = None
    alternate_name: str | None = None
