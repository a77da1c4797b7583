"""Agreement, referral and sending in one press; each with a key of its own, so that pressing twice sends once."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from services.desk.api.consent_page import Gathered
from services.desk.rooms.referrals import Referrals, part_of
from services.desk.rules import sharing
from services.desk.rules.agreeing import Answer, Ask, jobcentre_consent
from services.desk.rules.sharing import Offer
from shared.contracts.consents import Consent, Evidence
from shared.contracts.referrals import Referral, ReferralNew
from shared.contracts.words import Milestone
from shared.errors import Refusal, Unavailable

Told = Mapping[str, tuple[Milestone, ...]]  # what each Jobcentre system may know


class Sent(Struct, frozen=True, kw_only=True):
    """What went out, and what could not and why."""

    referrals: tuple[Referral, ...]
    refusals: Mapping[int, Refusal]  # by the number of the ask


class Sending:
    """One press of "Yes, they agree"."""

    def __init__(self, found: Gathered, answer: Answer, referrals: Referrals, once: str) -> None:
        self._found, self._answer, self._referrals, self._once = found, answer, referrals, once
        self._evidence = _evidence(found, answer)

    async def send(self, told: Told) -> Sent:
        """To each provider that was agreed to. Raises `Unavailable` when a room is silent: then press again."""
        await self._tell(told)
        sent: list[Referral] = []
        refusals: dict[int, Refusal] = {}
        for ask in self._found.asks:
            try:
                sent.extend([await self._agreed_and_sent(ask, ask.offer)] if ask.offer else [])
            except Unavailable:
                raise
            except Refusal as refusal:
                refusals[ask.number] = refusal
        return Sent(referrals=tuple(sent), refusals=refusals)

    async def _tell(self, told: Told) -> None:
        """First, so that the person's choice holds for what is sent now."""
        for consumer in self._found.consumers:
            if chosen := told.get(consumer.id):
                new = jobcentre_consent(self._found.person.id, consumer, chosen, self._answer.until, self._evidence)
                await self._referrals.agree(new, part_of(self._once, "jobcentre", consumer.id))

    async def _agreed_and_sent(self, ask: Ask, offer: Offer) -> Referral:
        ticked = self._answer.ticked[ask.number]
        agreed = sharing.consent(self._found.person, offer, ticked, self._answer.until, self._evidence)
        consent = await self._referrals.agree(agreed, part_of(self._once, ask.service_id, "consent"))
        try:
            return await self._send(ask, offer, consent)
        except Unavailable:
            raise
        except Refusal:  # nothing was sent, so nothing stays agreed
            await self._referrals.end_consent(consent.id, part_of(self._once, ask.service_id, "ended"))
            raise

    async def _send(self, ask: Ask, offer: Offer, consent: Consent) -> Referral:
        new = ReferralNew(
            person=self._found.person.id,
            service_id=ask.service_id,
            service_name=ask.service[:200],
            partner=offer.partner,
            needs=ask.needs,
            consent=consent.id,
            content=sharing.content(offer, self._answer.ticked[ask.number]),
        )
        draft = await self._referrals.draft(new, part_of(self._once, ask.service_id, "draft"))
        once = part_of(self._once, ask.service_id, "sending")
        return await self._referrals.act(Referral, draft.id, "sending", once=once)


async def refuse(found: Gathered, today: date, referrals: Referrals, once: str) -> None:
    """Nothing is sent. That each of these was refused is written down, so that nobody asks twice."""
    for ask in found.asks:
        if ask.offer is not None:
            refused = sharing.refused(found.person.id, ask.offer, today)
            await referrals.agree(refused, part_of(once, "refused", ask.service_id))


def _evidence(found: Gathered, answer: Answer) -> Evidence:
    asked = [(ask.offer, answer.shared(ask)) for ask in found.asks if ask.offer]
    return sharing.evidence(sharing.words(asked, answer.until)[:4000], answer.read_back, found.channel)
