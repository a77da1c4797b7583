"""Letting a partner in: registered and approved at referrals, and with an account on NATS."""

from msgspec import Struct

from services.local import accounts, broker
from services.local.callers import Callers, ask_for
from services.local.folder import Folder
from services.local.keyring import load
from services.local.nats import KeyPair, new_keys
from shared.contracts.staff import Partner, PartnerNew
from shared.contracts.words import OrganizationId, PartnerId


class Newcomer(Struct, frozen=True, kw_only=True):
    """Who is to be let in. Without an id or keys new ones are made."""

    legal_name: str
    organizations: tuple[OrganizationId, ...]
    email: str
    agreement: str | None = None
    id: PartnerId | None = None
    keys: KeyPair | None = None


class Admitted(Struct, frozen=True, kw_only=True):
    """A partner with its keys."""

    partner: Partner
    keys: KeyPair

    def credentials(self, nats_url: str) -> dict[str, str]:
        """Everything that its system needs, as environment variables."""
        outsider = accounts.partner(self.partner.id, self.keys.public)
        return {
            "WAYFARE_PARTNER": str(self.partner.id),
            "WAYFARE_PARTNER_SEED": self.keys.seed,
            "WAYFARE_PARTNER_NATS": nats_url,
            "WAYFARE_PARTNER_API_PREFIX": accounts.API_PREFIX,
            "WAYFARE_PARTNER_STREAM": outsider.stream,
            "WAYFARE_PARTNER_CONSUMER": outsider.consumer,
            "WAYFARE_PARTNER_COLLECT": f"collect.{self.partner.id}",
            "WAYFARE_PARTNER_REPLIES": f"replies.{self.partner.id}",
        }


def let_in(folder: Folder, house: Callers, newcomer: Newcomer) -> Admitted:
    """Register, approve and give an account. Raises `Answered` in the words of referrals."""
    keys = newcomer.keys or new_keys()
    new = PartnerNew(
        id=newcomer.id,
        legal_name=newcomer.legal_name,
        organizations=newcomer.organizations,
        email=newcomer.email,
        agreement=newcomer.agreement,
        nats_key=keys.public,
    )
    with house.admin("referrals") as client:
        asked = ask_for(Partner, client, "POST", "/partners", new)
        approved = ask_for(Partner, client, "POST", f"/partners/{asked.id}/approval")
    give_account(folder, house, accounts.partner(approved.id, keys.public))
    return Admitted(partner=approved, keys=keys)


def give_account(folder: Folder, house: Callers, *outsiders: accounts.Outsider) -> None:
    """An account on the embedded NATS, while it runs. With somebody else's NATS its operator does that."""
    changed = broker.add(folder, *outsiders)
    if changed and house.running.embedded_nats:
        broker.reload(folder, load(folder), house.running.pids["nats"])
