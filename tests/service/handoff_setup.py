"""A person, a provider and everything between them, for the tests of referrals."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
from httpx import Response
from msgspec import Struct

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens, eventually
from service.referrals_setup import MASTER_KEY, Headers, House, running
from services.referrals.clocks import Clocks
from services.referrals.dependencies import parts
from services.referrals.entry import as_house
from services.referrals.keyring import Keyring
from shared.bus import Delivery, NoAnswer
from shared.contracts.words import PersonId
from shared.ids import spoken_reference

Json = dict[str, object]
NAME, POSTCODE, NEED = "Parveen Aziz-Holloway", "B33 8TH", "anxiety"
CONTENT = {"name": NAME, "phone": "0121 496 0000", "postcode": POSTCODE}
SPOKEN: Json = {
    "method": "spoken",
    "words": "May we pass on your name and number? It has no effect on your benefits.",
    "read_back": "Yes, my name and number.",
    "benefits_statement": True,
}


class Story(Struct, frozen=True, kw_only=True):
    """A case worker, a person of theirs, and an approved provider whose system is connected."""

    house: House
    worker: Headers
    person: UUID
    partner: UUID
    receiver: Headers

    async def get(self, url: str, by: Headers | None = None) -> Response:
        return await self.house.client.get(url, headers=by or self.worker)

    async def post(self, url: str, body: Mapping[str, object] | None = None, by: Headers | None = None) -> Response:
        return await self.house.client.post(url, json=body, headers=by or self.worker)

    async def agree(self, **changes: object) -> Response:
        """The person agrees that the provider gets name, phone and postcode for a month."""
        body: Json = {
            "person": str(self.person),
            "recipient": str(self.partner),
            "purpose": "So that they can call about counselling",
            "fields": ["name", "phone", "postcode"],
            "excluded": ["diagnosis"],
            "valid_until": (self.house.clock.now() + timedelta(days=60)).date().isoformat(),
            "evidence": SPOKEN,
        }
        return await self.post("/consents", body | changes)

    async def agree_to_tell(self, consumer: str, *milestones: str, **changes: object) -> Response:
        """The person agrees that a Jobcentre system is told milestones."""
        given = {"recipient": f"jobcentre:{consumer}", "fields": [], "excluded": [], "milestones": list(milestones)}
        return await self.agree(**(given | changes))

    async def draft(self, consent: object, **changes: object) -> Response:
        body: Json = {
            "person": str(self.person),
            "service_id": str(uuid4()),
            "service_name": "Counselling",
            "partner": str(self.partner),
            "needs": [NEED],
            "consent": str(consent),
            "content": CONTENT,
        }
        return await self.post("/referrals", body | changes)

    async def drafted(self, **changes: object) -> str:
        """The URL of a draft under a new agreement."""
        agreed = await self.agree()
        made = await self.draft(agreed.json()["id"], **changes)
        assert made.status_code == 201, made.text
        return f"/referrals/{made.json()['id']}"

    async def sent(self, **changes: object) -> str:
        """The URL of a referral that was sent."""
        url = await self.drafted(**changes)
        sending = await self.post(f"{url}/sending")
        assert sending.status_code == 200, sending.text
        return url

    async def accepted(self) -> str:
        """The URL of a referral that was accepted."""
        url = await self.sent()
        accepting = await self.answer(url, "acceptance", **self.yes())
        assert accepting.status_code == 200, accepting.text
        return url

    def yes(self, **changes: object) -> Json:
        day = (self.house.clock.now() + timedelta(days=3)).date().isoformat()
        return {"contact_name": "Sam Okoro", "contact_by": day} | changes

    async def answer(self, url: str, action: str, **body: object) -> Response:
        """The provider answers over HTTPS."""
        return await self.post(f"{url}/{action}", body or None, by=self.receiver)

    async def ask(self, subject: str, **body: object) -> Json:
        """The provider's system asks on the bus."""
        answer = await self.house.bus.request(subject, msgspec.json.encode(body))
        return msgspec.json.decode(answer, type=Json)

    async def collect(self, url: str, *, request_id: UUID | None = None, partner: UUID | None = None) -> Json:
        asked = {"request_id": str(request_id or uuid4()), "referral_id": url.rsplit("/", maxsplit=1)[-1]}
        return await self.ask(f"collect.{partner or self.partner}", **asked)

    async def reply(self, url: str, action: str, **body: object) -> Json:
        """The provider's system replies; a `request_id` may be among the fields."""
        head: Json = {"request_id": str(uuid4()), "referral_id": url.rsplit("/", maxsplit=1)[-1]}
        return await self.ask(f"replies.{self.partner}", **(head | {"action": action} | body))

    async def status(self, url: str) -> str:
        return (await self.get(url)).json()["status"]

    async def look_at_the_clocks(self) -> None:
        """What happens by itself every few seconds."""
        given = parts(self.house.settings, self.house.database, self.house.clock.now)
        await Clocks(self.house.database, given.house, self.house.clock.now).once()

    async def everything_left(self) -> None:
        """Wait until nothing that is due is left in the outbox."""

        async def empty() -> bool:
            async with self.house.database.transaction() as tx:
                waiting = await tx.one(
                    int,
                    "SELECT count(*) FROM outbox WHERE published_at IS NULL AND not_before <= %(now)s",
                    now=self.house.clock.now(),
                )
            return waiting == 0

        await eventually(empty)

    @property
    def notices(self) -> list[Delivery]:
        """What this provider's system was sent."""
        return [sent for sent in self.house.bus.messages["HANDOFFS"] if sent.subject == f"handoffs.{self.partner}"]

    def notice_types(self) -> list[object]:
        """Their types."""
        return [msgspec.json.decode(notice.body, type=Json)["type"] for notice in self.notices]

    def heard(self, consumer: str) -> list[Json]:
        """The events that a Jobcentre system was sent."""
        return [msgspec.json.decode(body, type=Json) for body in self.house.bus.bodies(f"JOBCENTRE_{consumer}")]

    async def partner_connected(self, name: str = "Harbour Counselling CIO") -> UUID:
        """Another approved provider, whose system is connected."""
        partner = await self.house.partner(name)
        await connected(self.house.bus, partner)
        return partner


@asynccontextmanager
async def house_of_stories(databases: Databases, tokens: Tokens, **settings: object) -> AsyncGenerator[House]:
    """One service for many stories, each with a person and a provider of its own."""
    async with running(databases, tokens, MovableClock(), MemoryBus(), **settings) as house:
        yield house


async def new_story(house: House) -> Story:
    """A person on the caseload of `cw` and an approved provider, on the morning of 25 November 2026."""
    house.clock.at = MovableClock().at
    house.bus.down = False
    partner = await house.partner("Harbour Counselling CIO")
    await connected(house.bus, partner)
    return Story(
        house=house,
        worker=house.staff("cw"),
        person=await written_down(house, "cw"),
        partner=partner,
        receiver=house.receiver(partner),
    )


async def connected(bus: MemoryBus, partner: UUID) -> None:
    """Wait until the service answers a partner's system."""

    async def answered() -> bool:
        try:
            await bus.request(f"replies.{partner}", b"{}")
        except NoAnswer:
            return False
        return True

    await eventually(answered)


async def written_down(house: House, worker: str) -> UUID:
    """A person on somebody's caseload."""
    person = uuid4()
    keyring = Keyring(MASTER_KEY)
    async with as_house(house.database, house.clock.now()) as tx:
        await tx.run(
            """
            INSERT INTO people (id, reference, office, case_worker, created_at, name, details)
            VALUES (%(id)s, %(reference)s, 'yardley', %(worker)s, %(now)s, '', '')
            """,
            id=person,
            reference=spoken_reference(),
            worker=worker,
            now=house.clock.now(),
        )
        key = await keyring.new(tx, PersonId(person))
        await tx.run(
            "UPDATE people SET name = %(name)s WHERE id = %(id)s", id=person, name=key.seal(NAME, "people.name")
        )
    return person
