"""Partners: who may receive referrals."""

from services.referrals.model.consents import PartnerKnown
from shared.contracts.staff import Partner
from shared.contracts.words import OrganizationId, PartnerId
from shared.db import Transaction


async def insert(tx: Transaction, partner: Partner, asked_by: str) -> bool:
    """Somebody asks; False if the id or the key is known already."""
    written = await tx.run(
        """
        INSERT INTO partners (id, legal_name, organizations, state, email, agreement, nats_key, asked_by)
        VALUES (%(id)s, %(legal_name)s, %(organizations)s, %(state)s, %(email)s, %(agreement)s, %(nats_key)s, %(by)s)
        ON CONFLICT DO NOTHING
        """,
        id=partner.id,
        legal_name=partner.legal_name,
        organizations=list(partner.organizations),
        state=partner.state,
        email=partner.email,
        agreement=partner.agreement,
        nats_key=partner.nats_key,
        by=asked_by,
    )
    return written == 1


async def take(tx: Transaction, id: PartnerId) -> Partner | None:
    """The partner, to be changed."""
    return await tx.maybe(Partner, "SELECT * FROM partners WHERE id = %(id)s FOR UPDATE", id=id)


async def listed(tx: Transaction, organization: OrganizationId | None) -> list[Partner]:
    """Every partner, or those that serve an organisation of the directory."""
    return await tx.all(
        Partner,
        """
        SELECT * FROM partners
        WHERE %(organization)s::uuid IS NULL OR organizations @> ARRAY[%(organization)s::uuid]
        ORDER BY legal_name, id
        """,
        organization=organization,
    )


async def decide(tx: Transaction, partner: Partner) -> None:
    """Approved or suspended, by whom and when."""
    await tx.run(
        """
        UPDATE partners SET state = %(state)s, approved_at = %(approved_at)s, approved_by = %(approved_by)s
        WHERE id = %(id)s
        """,
        id=partner.id,
        state=partner.state,
        approved_at=partner.approved_at,
        approved_by=partner.approved_by,
    )


async def known(tx: Transaction, id: PartnerId) -> PartnerKnown | None:
    """What the rules ask of a partner."""
    return await tx.maybe(PartnerKnown, "SELECT id, legal_name, state FROM partners WHERE id = %(id)s", id=id)


async def approved(tx: Transaction) -> list[PartnerId]:
    """Everybody who may receive."""
    rows = await tx.all(PartnerKnown, "SELECT id, legal_name, state FROM partners WHERE state = 'approved' ORDER BY id")
    return [row.id for row in rows]
