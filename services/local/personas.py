"""The people, partners and Jobcentre systems of the demo. All of them are invented."""

from uuid import UUID

from msgspec import Struct

from services.local.listings.terms import demo_id
from shared.contracts.words import OrganizationId, PartnerId, Role


class Persona(Struct, frozen=True, kw_only=True):
    """Somebody whom the demo's sign-in page offers."""

    sub: str
    name: str
    role: Role
    about: str
    office: str | None = None
    partner: PartnerId | None = None
    employer: str | None = None


class DemoPartner(Struct, frozen=True, kw_only=True):
    """An organisation of the demo listings that may receive referrals."""

    legal_name: str
    email: str

    @property
    def id(self) -> PartnerId:
        """The same for ever."""
        return PartnerId(demo_id("partner", self.legal_name))

    @property
    def organization(self) -> OrganizationId:
        """Its id in the directory."""
        return OrganizationId(demo_id("organisation", self.legal_name))


class DemoConsumer(Struct, frozen=True, kw_only=True):
    """A Jobcentre system of the demo."""

    id: str
    name: str


YARDLEY = "birmingham-yardley"
WOLVERHAMPTON = "wolverhampton"
OPEN_DOOR = DemoPartner(legal_name="Open Door Wellbeing (invented)", email="hello@open-door-wellbeing.example")
KESTREL = DemoPartner(legal_name="Kestrel Yard Learning", email="hello@kestrel-yard.example")
THISTLE = DemoPartner(legal_name="Thistle Advice", email="hello@thistle-advice.example")
PARTNERS = (OPEN_DOOR, KESTREL, THISTLE)
CONSUMERS = (
    DemoConsumer(id="yardley-diary", name="Yardley Jobcentre diary (demo)"),
    DemoConsumer(id="wolverhampton-diary", name="Wolverhampton Jobcentre diary (demo)"),
)
JOBCENTRE, CHARITY = "Jobcentre Plus (demo)", "Riverbend Support Trust (invented)"


def _staff(sub: str, name: str, role: Role, about: str, *, office: str = YARDLEY, employer: str = JOBCENTRE) -> Persona:
    return Persona(sub=sub, name=name, role=role, about=about, office=office, employer=employer)


def _receiver(sub: str, name: str, partner: DemoPartner) -> Persona:
    about = f"Answers referrals to {partner.legal_name}"
    return Persona(sub=sub, name=name, role=Role.PARTNER_RECEIVER, about=about, partner=partner.id)


STAFF = (
    _staff("asha-verma", "Asha Verma", Role.CASE_WORKER, "Case worker in Birmingham Yardley", employer=CHARITY),
    _staff("tom-reid", "Tom Reid", Role.CASE_WORKER, "Case worker in Wolverhampton", office=WOLVERHAMPTON),
    _staff("grace-osei", "Grace Osei", Role.CAREERS_ADVISER, "Careers adviser in Birmingham Yardley"),
    _staff("ben-hughes", "Ben Hughes", Role.BENEFITS_ADVISER, "Benefits adviser in Birmingham Yardley"),
    _staff("leila-haddad", "Leila Haddad", Role.SPECIALIST, "Health and disability specialist in Birmingham Yardley"),
    _staff("mary-connor", "Mary Connor", Role.MANAGER, "Manager of Birmingham Yardley"),
    _staff("piotr-zielinski", "Piotr Zielinski", Role.MANAGER, "Manager of Wolverhampton", office=WOLVERHAMPTON),
)
OTHERS = (
    _receiver("open-door", "Nia Morgan", OPEN_DOOR),
    _receiver("kestrel-yard", "Dev Sandhu", KESTREL),
    _receiver("thistle-advice", "Ruth Bailey", THISTLE),
    Persona(
        sub="open-door-listings",
        name="Hana Cole",
        role=Role.PARTNER_EDITOR,
        about=f"Keeps the listings of {OPEN_DOOR.legal_name}",
        partner=OPEN_DOOR.id,
    ),
    Persona(sub="commissioner", name="Joan Price", role=Role.COMMISSIONER, about="Plans local services"),
    Persona(sub="auditor", name="Idris Khan", role=Role.AUDITOR, about="Reads the audit, changes nothing"),
    Persona(sub="admin", name="Alex Stone", role=Role.ADMIN, about="Lets staff and partners in"),
)
PERSONAS = (*STAFF, *OTHERS)


def persona(role: Role, *, office: str | None = None, partner: UUID | None = None) -> Persona | None:
    """The first persona of a role and, where that is given, of an office or a partner."""
    matching = [
        one for one in PERSONAS if one.role == role and office in (None, one.office) and partner in (None, one.partner)
    ]
    return matching[0] if matching else None
