"""Make the demo's people, partners and Jobcentre systems known to referrals. What is known already is left alone."""

from collections.abc import Mapping

import httpx

from services.local import accounts
from services.local.accounts import Outsider
from services.local.callers import Callers, ask, ask_for
from services.local.folder import Folder
from services.local.keyring import with_outsiders
from services.local.nats import KeyPair
from services.local.newcomers import give_account
from services.local.personas import CONSUMERS, PARTNERS, STAFF
from shared.contracts.staff import Consumer, ConsumerNew, Partner, PartnerNew, Staff, StaffNew


def seed_staff(house: Callers) -> None:
    """The staff list of the demo, without which nobody could sign in."""
    with house.admin("referrals") as client:
        listed = {member.sub for member in ask_for(list[Staff], client, "GET", "/staff")}
        for one in STAFF:
            if one.sub not in listed and one.office:
                new = StaffNew(sub=one.sub, name=one.name, role=one.role, office=one.office, employer=one.employer)
                ask(client, "POST", "/staff", new)


def seed_outsiders(folder: Folder, house: Callers) -> None:
    """The demo's partners, approved, and its Jobcentre systems, each with an account on NATS."""
    partners = {partner.id: accounts.partner(partner.id, "").account for partner in PARTNERS}
    consumers = {consumer.id: accounts.jobcentre(consumer.id, "").account for consumer in CONSUMERS}
    keys = with_outsiders(folder, [*partners.values(), *consumers.values()]).outsiders
    with house.admin("referrals") as client:
        outsiders = [*_partners(client, keys), *_consumers(client, keys)]
    give_account(folder, house, *outsiders)


def _partners(client: httpx.Client, keys: Mapping[str, KeyPair]) -> list[Outsider]:
    known = {partner.id: partner for partner in ask_for(list[Partner], client, "GET", "/partners")}
    for one in PARTNERS:
        if one.id not in known:
            key = keys[f"PARTNER_{one.id}"].public
            new = PartnerNew(
                id=one.id, legal_name=one.legal_name, organizations=(one.organization,), email=one.email, nats_key=key
            )
            known[one.id] = ask_for(Partner, client, "POST", "/partners", new)
        if known[one.id].state == "asked":
            ask(client, "POST", f"/partners/{one.id}/approval")
    return [accounts.partner(one.id, keys[f"PARTNER_{one.id}"].public) for one in PARTNERS]


def _consumers(client: httpx.Client, keys: Mapping[str, KeyPair]) -> list[Outsider]:
    known = {consumer.id for consumer in ask_for(list[Consumer], client, "GET", "/consumers")}
    for one in CONSUMERS:
        if one.id not in known:
            key = keys[f"JOBCENTRE_{one.id}"].public
            ask(client, "POST", "/consumers", ConsumerNew(id=one.id, name=one.name, nats_key=key))
    return [accounts.jobcentre(one.id, keys[f"JOBCENTRE_{one.id}"].public) for one in CONSUMERS]
