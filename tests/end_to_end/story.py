"""The main job as steps over HTTP and NATS, each returning what was answered."""

from datetime import UTC, datetime, timedelta

import httpx
from msgspec import Struct

from end_to_end.houses import Json, Reader
from services.local.listings.terms import demo_id

OPEN_DOOR = str(demo_id("partner", "Open Door Wellbeing (invented)"))
KESTREL = str(demo_id("partner", "Kestrel Yard Learning"))
SERVICE = str(demo_id("service", "Open Door Wellbeing (invented)", "Small Steps Outdoors"))
NAME = "Ziggy Quill (invented)"
CONTENT = {"name": NAME, "phone": "07700 900456", "best_time": "after ten"}
NEEDS = ["fear-of-going-out", "anxiety", "transport"]
SPOKEN = {
    "method": "spoken",
    "words": "May they have your name and number?",
    "read_back": "Yes, they may.",
    "benefits_statement": True,
}


def in_days(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


class Story(Struct, kw_only=True):
    """One person, one case worker, one provider, and those who must learn nothing."""

    referrals: httpx.AsyncClient
    matcher: httpx.AsyncClient
    readers: dict[str, Reader]
    person: str

    @classmethod
    async def begin(
        cls, referrals: httpx.AsyncClient, matcher: httpx.AsyncClient, readers: dict[str, Reader]
    ) -> "Story":
        contacts = [{"way": "phone", "value": "07700 900456", "safe": True}]
        answer = await referrals.post("/people", json={"name": NAME, "contacts": contacts, "age": 34})
        return cls(referrals=referrals, matcher=matcher, readers=readers, person=_ok(answer)["id"])

    @property
    def provider(self) -> Reader:
        return self.readers["provider"]

    async def talk(self) -> str:
        """An accepted conversation that was begun with the reassurance; its id."""
        offer = {"answer": "accepted", "person": self.person, "framing": "an informal talk", "channel": "phone"}
        conversation = _ok(await self.referrals.post("/conversations", json=offer))["conversation"]
        said = {"shown": True, "read_out": True}
        _ok(await self.referrals.put(f"/conversations/{conversation}/reassurance", json=said))
        return conversation

    async def agree(self, recipient: str = OPEN_DOOR, fields: list[str] | None = None) -> str:
        """An agreement for a provider; its id."""
        body = {
            "person": self.person,
            "recipient": recipient,
            "purpose": "so that they can get in touch",
            "fields": list(CONTENT) if fields is None else fields,
            "valid_until": in_days(60),
            "evidence": SPOKEN,
        }
        return _ok(await self.referrals.post("/consents", json=body))["id"]

    async def agree_with_diary(self, *milestones: str) -> str:
        """An agreement for the Yardley Jobcentre system; its id."""
        body = {
            "person": self.person,
            "recipient": "jobcentre:yardley-diary",
            "purpose": "so that my work coach knows",
            "fields": [],
            "milestones": list(milestones),
            "valid_until": in_days(60),
            "evidence": SPOKEN,
        }
        return _ok(await self.referrals.post("/consents", json=body))["id"]

    async def send(self, consent: str) -> str:
        """A referral that is on its way; its id."""
        body = {
            "person": self.person,
            "service_id": SERVICE,
            "partner": OPEN_DOOR,
            "needs": NEEDS,
            "consent": consent,
            "content": CONTENT,
        }
        referral = _ok(await self.referrals.post("/referrals", json=body))["id"]
        _ok(await self.referrals.post(f"/referrals/{referral}/sending"))
        return referral

    async def collect(self, referral: str) -> Json:
        return await self.provider.ask(f"collect.{OPEN_DOOR}", referral_id=referral)

    async def accept(self, referral: str) -> Json:
        answer = {"action": "acceptance", "contact_name": "Nia Morgan", "contact_by": in_days(3)}
        return await self.provider.ask(f"replies.{OPEN_DOOR}", referral_id=referral, **answer)

    async def seen(self, referral: str) -> Json:
        """The referral as the case worker sees it."""
        return _ok(await self.referrals.get(f"/referrals/{referral}"))


def _ok(answer: httpx.Response) -> Json:
    assert answer.is_success, answer.text
    return answer.json()
