"""Open Referral UK 3.0 documents with the fields of HSDS 3.1: one superset, valid against both schemas.

Empty values are omitted, as the UK profile asks. Ids are UUIDs, dates ISO 8601, degrees WGS 84, money in `currency`.
"""

from shared.contracts.open_referral.backing import Funding, OrganizationIdentifier, Program
from shared.contracts.open_referral.contacts import Contact, Language, Phone, Url
from shared.contracts.open_referral.pages import Page
from shared.contracts.open_referral.places import Accessibility, Address, Location, Schedule, ServiceArea
from shared.contracts.open_referral.services import (
    CostOption,
    Organization,
    RequiredDocument,
    Service,
    ServiceAtLocation,
    ServiceCapacity,
    ServiceStatus,
    Unit,
)
from shared.contracts.open_referral.terms import Attribute, Record, Taxonomy, TaxonomyTerm

__all__ = [
    "Accessibility",
    "Address",
    "Attribute",
    "Contact",
    "CostOption",
    "Funding",
    "Language",
    "Location",
    "Organization",
    "OrganizationIdentifier",
    "Page",
    "Phone",
    "Program",
    "Record",
    "RequiredDocument",
    "Schedule",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceCapacity",
    "ServiceStatus",
    "Taxonomy",
    "TaxonomyTerm",
    "Unit",
    "Url",
]
