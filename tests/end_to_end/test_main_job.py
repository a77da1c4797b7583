"""The main job against processes that the test started itself, by HTTP and NATS only."""

import json

import httpx
import nats.errors
import pytest

from end_to_end.houses import House, Json, until
from end_to_end.story import CONTENT, KESTREL, NAME, NEEDS, OPEN_DOOR, SERVICE, SPOKEN, Story, in_days
from services.local.listings import documents

PRIVATE = (NAME, "Ziggy", "Quill", "07700", "900456", "after ten", *NEEDS, "B33", "Small Steps", SERVICE)


async def test_a_listings_come_in_and_all_of_them_are_public_but_the_houses_own(house: House) -> None:
    """R47: the shipped listings are in the directory, page by page, as Open Referral documents."""
    shipped = {str(one["id"]) for one in documents()}

    async with httpx.AsyncClient(base_url=house.url("directory"), timeout=30) as directory:
        first = (await directory.get("/services", params={"per_page": 100})).json()
        pages = [
            (await directory.get("/services", params={"per_page": 100, "page": n})).json()
            for n in range(1, first["total_pages"] + 1)
        ]

    found = {one["id"] for page in pages for one in page["contents"]}
    assert SERVICE in found
    assert found < shipped
    assert len(shipped - found) <= 5


async def test_b_a_conversation_is_offered_begun_with_the_reassurance_and_keeps_nothing_that_was_declined(
    story: Story,
) -> None:
    """R1, R4, R13: accepted, reassured before any topic, and a declined topic has no content."""
    offer = {"answer": "accepted", "person": story.person}
    conversation = (await story.referrals.post("/conversations", json=offer)).json()["conversation"]
    url = f"/conversations/{conversation}"

    too_early = await story.referrals.put(f"{url}/topics/barriers", json={"state": "discussed"})
    await story.referrals.put(f"{url}/reassurance", json={"shown": True, "read_out": True})
    await story.referrals.put(f"{url}/topics/barriers", json={"state": "discussed", "note": "buses"})
    await story.referrals.put(f"{url}/topics/work-history", json={"state": "discussed", "note": "a long story"})
    await story.referrals.put(f"{url}/topics/work-history", json={"state": "declined"})
    with_content = await story.referrals.put(f"{url}/topics/goals", json={"state": "declined", "note": "no"})
    await story.referrals.put(f"{url}/needs", json={"needs": [{"code": code} for code in NEEDS], "postcode": "B33 8TH"})

    kept = (await story.referrals.get(url)).json()
    assert (too_early.status_code, with_content.status_code) == (409, 422)
    assert kept["topics"]["barriers"]["note"] == "buses"
    assert kept["topics"]["work-history"] == {"state": "declined"}
    assert [need["code"] for need in kept["needs"]] == NEEDS
    assert kept["postcode"] == "B33 8TH"


async def test_b_saying_no_to_a_conversation_leaves_nothing_about_anybody(story: Story) -> None:
    """R1, R3: a declined offer names nobody, and whoever names somebody is told to leave that out."""
    declined = await story.referrals.post("/conversations", json={"answer": "declined"})
    naming = await story.referrals.post("/conversations", json={"answer": "declined", "person": story.person})

    of_person = (await story.referrals.get("/conversations", params={"person": story.person})).json()
    assert declined.json() == {"answer": "declined"}
    assert naming.status_code == 422
    assert of_person == []


REQUESTS: dict[str, Json] = {
    "needs and a place": {"needs": [{"code": code} for code in NEEDS], "place": {"postcode": "B33 8TH"}},
    "words alone": {"text": "scared to go outside since my accident"},
    "needs alone": {"needs": [{"code": code} for code in NEEDS]},
    "words and a place": {"text": "I panic on buses", "place": {"latitude": 52.48, "longitude": -1.80}},
}


@pytest.mark.parametrize("request_body", REQUESTS.values(), ids=REQUESTS)
async def test_c_help_is_ranked_with_reasons_from_needs_or_words_and_with_or_without_a_place(
    story: Story, request_body: Json
) -> None:
    """R50: every match says why, its reasons add up to its score, and equal questions get equal answers."""
    first = (await story.matcher.post("/matches", json=request_body)).json()
    again = (await story.matcher.post("/matches", json=request_body)).json()

    matches = first["matches"]
    assert SERVICE in [match["service_id"] for match in matches]
    assert all(match["reasons"] for match in matches)
    assert [match["score"] for match in matches] == sorted((match["score"] for match in matches), reverse=True)
    assert all("distance_km" in match for match in matches) or "place" not in request_body
    assert first == again


async def test_d_the_provider_gets_exactly_what_was_agreed_and_the_case_worker_sees_the_answer(story: Story) -> None:
    """R68 to R73: sent with consent, collected and accepted over NATS, seen with a contact and a date."""
    referral = await story.send(await story.agree())
    notices = await story.provider.news(1)

    collected = await story.collect(referral)
    accepted = await story.accept(referral)

    seen = await story.seen(referral)
    assert [(notice["type"], notice["data"]["referral_id"]) for notice in notices] == [("handoff.ready.v1", referral)]
    assert (collected["status"], collected["content"]["content"]) == (200, CONTENT)
    assert accepted["status"] == 200
    assert (seen["status"], seen["label"]) == ("accepted", "Accepted")
    assert (seen["contact_name"], seen["contact_by"]) == ("Nia Morgan", in_days(3))


async def test_d_a_field_that_was_not_agreed_cannot_even_be_prepared(story: Story) -> None:
    """R72: the draft is refused and names the field."""
    consent = await story.agree(fields=["name"])
    body = {"person": story.person, "service_id": SERVICE, "partner": OPEN_DOOR, "needs": NEEDS, "consent": consent}

    refused = await story.referrals.post("/referrals", json={**body, "content": CONTENT})

    assert refused.status_code == 422
    assert {fault["field"] for fault in refused.json()["errors"]} == {"content.phone", "content.best_time"}


async def test_d_the_notice_knows_nothing_about_anybody(story: Story) -> None:
    """The broker carries ids, times and an address."""
    await story.send(await story.agree())

    notices = await until(story.provider.raw)

    assert [word for notice in notices for word in PRIVATE if word.encode() in notice] == []
    assert {key for notice in notices for key in json.loads(notice)["data"]} == {
        "referral_id",
        "partner_id",
        "detail_url",
    }


async def test_d_another_partner_gets_neither_notice_nor_content(story: Story) -> None:
    """Another account reads nothing, may not ask in the name of the provider, and finds nothing there."""
    referral = await story.send(await story.agree())
    await story.collect(referral)
    bystander = story.readers["bystander"]

    own = await bystander.ask(f"collect.{KESTREL}", referral_id=referral)
    with pytest.raises((nats.errors.NoRespondersError, nats.errors.TimeoutError)):
        await bystander.client.request(f"collect.{OPEN_DOOR}", b"{}", timeout=1)

    assert own == {"status": 404, "problem": own["problem"]}
    assert await bystander.raw() == []


async def test_e_a_jobcentre_system_gets_what_the_person_chose_and_nothing_else(story: Story) -> None:
    """R2, R3, R112: two milestones under a pseudonym; the system that nobody agreed to gets nothing at all."""
    await story.agree_with_diary("sent", "accepted")
    referral = await story.send(await story.agree())
    await story.accept(referral)

    news = await story.readers["agreed"].news(2)

    assert [event["type"] for event in news] == ["milestone.sent.v1", "milestone.accepted.v1"]
    assert len({event["data"]["pseudonym"] for event in news}) == 1
    assert [word for event in news for word in (*PRIVATE, story.person, referral) if word in json.dumps(event)] == []
    assert await story.readers["unasked"].raw() == []


async def test_e_unless_the_person_chooses_more_only_the_sending_is_known(story: Story) -> None:
    """R112: off by default, and little when on."""
    await story.agree_with_diary()
    referral = await story.send(await story.agree())
    await story.accept(referral)

    news = await story.readers["agreed"].news(1)

    assert [event["type"] for event in news] == ["milestone.sent.v1"]


async def test_e_without_an_agreement_no_jobcentre_system_hears_anything(story: Story) -> None:
    """R112: sharing is off until the person turns it on; a refusal leaves no trace either."""
    refused = {
        "person": story.person,
        "recipient": "jobcentre:wolverhampton-diary",
        "purpose": "so that they know",
        "fields": [],
        "milestones": ["sent"],
        "valid_until": in_days(9),
        "evidence": SPOKEN,
        "agreed": False,
    }
    answer = await story.referrals.post("/consents", json=refused)
    referral = await story.send(await story.agree())
    await story.accept(referral)

    heard = [await story.readers[name].raw() for name in ("agreed", "unasked")]

    assert answer.is_success, answer.text
    assert heard == [[], []]


async def test_f_a_withdrawn_agreement_stops_sharing_at_once_and_the_deletion_shows(story: Story) -> None:
    """R6: collecting again is refused, the provider is told to delete, and its confirmation is shown."""
    consent = await story.agree()
    referral = await story.send(consent)
    await story.collect(referral)
    await story.provider.news(1)

    withdrawn = await story.referrals.post(f"/consents/{consent}/withdrawal")
    again = await story.collect(referral)
    notices = await story.provider.news(1)
    confirmed = await story.provider.ask(f"replies.{OPEN_DOOR}", referral_id=referral, action="deletion")

    seen = await story.seen(referral)
    log = (await story.referrals.get(f"/people/{story.person}/disclosures")).json()
    assert withdrawn.json()["state"] == "withdrawn"
    assert (again["status"], "content" in again) == (410, False)
    assert [(notice["type"], notice["data"]["referral_id"]) for notice in notices] == [
        ("handoff.withdrawn.v1", referral)
    ]
    assert confirmed["status"] == 200
    assert seen["label"] == "Withdrawn"
    assert seen["deletion_confirmed_at"]
    assert sorted(bool(line.get("refused")) for line in log) == [False, True]


async def test_f_a_withdrawal_ends_the_sharing_with_the_jobcentre_without_a_reason(story: Story) -> None:
    """R3: `sharing.ended.v1` has one form for every ending."""
    await story.agree_with_diary("sent")
    consent = await story.agree()
    await story.send(consent)
    await story.readers["agreed"].news(1)

    await story.referrals.post(f"/consents/{consent}/withdrawal")
    news = await story.readers["agreed"].news(1)

    assert [(event["type"], sorted(event["data"])) for event in news] == [
        ("sharing.ended.v1", ["pseudonym", "reference"])
    ]


async def test_the_story_holds_over_the_death_of_referrals_and_of_the_broker(story: Story, house: House) -> None:
    """Whatever was answered with success survives kill -9 of the service and of NATS."""
    await story.agree_with_diary("sent", "accepted")
    consent = await story.agree()
    house.kill("nats")
    referral = await story.send(consent)
    house.kill("referrals")

    notices = await story.provider.news(1)
    collected = await until(lambda: _collected(story, referral))
    accepted = await story.accept(referral)
    news = await story.readers["agreed"].news(2)

    assert {notice["data"]["referral_id"] for notice in notices} == {referral}
    assert collected["content"]["content"] == CONTENT
    assert accepted["status"] == 200
    assert [event["type"] for event in _once(news)] == ["milestone.sent.v1", "milestone.accepted.v1"]
    assert await story.readers["unasked"].raw() == []


async def _collected(story: Story, referral: str) -> Json | None:
    try:
        return await story.collect(referral)
    except nats.errors.Error:
        return None


def _once(events: list[Json]) -> list[Json]:
    """A message may come twice; its id says so."""
    return list({event["id"]: event for event in events}.values())
