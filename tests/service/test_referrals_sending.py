"""Drafts and sending: what is refused, with every reason, and what each side is offered and shown."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from msgspec.structs import replace

from conftest import Databases
from fakes import Tokens
from service.handoff_setup import CONTENT, Headers, Story, house_of_stories, new_story, written_down
from service.referrals_setup import House
from services.referrals.actions.consents import withdraw_all
from services.referrals.dependencies import parts
from services.referrals.entry import as_house
from services.referrals.keyring import Keyring
from services.referrals.model.actors import Actor
from services.referrals.model.referrals import Who
from shared.contracts.words import PersonId, Role


@pytest.fixture(scope="module")
async def house(databases: Databases, tokens: Tokens) -> AsyncIterator[House]:
    async with house_of_stories(databases, tokens) as house:
        yield house


@pytest.fixture
async def story(house: House) -> Story:
    return await new_story(house)


async def offered(story: Story, url: str, by: Headers | None = None) -> list[str]:
    return [action["action"] for action in (await story.get(f"{url}/actions", by=by)).json()["actions"]]


async def test_a_draft_may_hold_only_fields_that_were_agreed(story: Story) -> None:
    """R72: every other field is named."""
    agreed = (await story.agree()).json()["id"]

    answer = await story.draft(agreed, content={**CONTENT, "diagnosis": "x", "benefits": "y"}, needs=["anxiety", "no"])

    assert answer.status_code == 422
    assert sorted(error["field"] for error in answer.json()["errors"]) == [
        "content.benefits",
        "content.diagnosis",
        "needs[1]",
    ]


async def test_a_draft_needs_the_persons_own_agreement_with_this_recipient(story: Story) -> None:
    agreed = (await story.agree()).json()["id"]
    somebody = await written_down(story.house, "cw")
    other = await story.house.partner("Somebody Else Ltd")

    of_another = await story.draft(agreed, person=str(somebody))
    for_another = await story.draft(agreed, partner=str(other))

    assert [error["field"] for error in of_another.json()["errors"]] == ["consent"]
    assert [error["field"] for error in for_another.json()["errors"]] == ["partner"]


async def test_nothing_leaves_with_a_draft(story: Story) -> None:
    url = await story.drafted()
    await story.everything_left()

    assert story.notices == []
    assert (await story.get(url, by=story.receiver)).status_code == 404
    assert (await story.get("/referrals", by=story.receiver)).json() == []


async def test_all_reasons_against_sending_are_given_together(story: Story) -> None:
    url = await story.drafted()
    consent = (await story.get(url)).json()["consent"]
    await story.post(f"/partners/{story.partner}/suspension", by=story.house.admin)
    story.house.clock.move(timedelta(days=61))

    answer = await story.post(f"{url}/sending")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/cannot-be-sent")
    assert "come to its end" in answer.json()["detail"]
    assert "not approved" in answer.json()["detail"]
    assert (await story.get(f"/consents/{consent}")).json()["state"] == "expired"


async def test_a_second_open_referral_to_the_same_service_is_refused(story: Story) -> None:
    service = str(uuid4())
    await story.sent(service_id=service)
    second = await story.drafted(service_id=service)

    answer = await story.post(f"{second}/sending")

    assert answer.status_code == 409
    assert "already an open referral" in answer.json()["detail"]
    assert "sending" not in await offered(story, second)


async def test_of_two_sendings_at_once_one_wins(story: Story) -> None:
    service = str(uuid4())
    drafts = [await story.drafted(service_id=service) for _ in range(2)]

    answers = await asyncio.gather(*(story.post(f"{url}/sending") for url in [*drafts, *drafts]))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]


async def test_of_two_acceptances_at_once_one_wins(story: Story) -> None:
    url = await story.sent()

    answers = await asyncio.gather(*(story.answer(url, "acceptance", **story.yes()) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert len((await story.get(url)).json()["events"]) == 3


@pytest.mark.parametrize("noun", ["sending", "withdrawal", "mistake", "receipt", "acceptance", "undo"])
async def test_other_people_find_nothing(story: Story, noun: str) -> None:
    """R110: a colleague and another partner get the same answer as for what does not exist."""
    url = await story.sent()
    other = await story.house.partner("Somebody Else Ltd")
    body = {"mistake": {"reason": "x"}, "acceptance": story.yes()}.get(noun)
    stranger = (
        story.house.staff("colleague") if noun in {"sending", "withdrawal", "mistake"} else story.house.receiver(other)
    )

    acting = await story.post(f"{url}/{noun}", body, by=stranger)
    reading = await story.get(url, by=stranger)
    asking = await story.get(f"{url}/actions", by=stranger)

    assert [answer.status_code for answer in (acting, reading, asking)] == [404, 404, 404]
    assert (await story.get("/referrals", by=stranger)).json() == []
    assert await story.status(url) == "requested"


@pytest.mark.parametrize("role", [Role.JOBCENTRE, Role.COMMISSIONER, Role.PARTNER_EDITOR])
async def test_other_roles_are_refused(story: Story, role: Role) -> None:
    """R2: a Jobcentre system reads its feed, and no referral."""
    url = await story.sent()
    by = story.house.tokens.bearer(role, sub="x", consumer="north", partner=story.partner)

    assert (await story.get(url, by=by)).status_code == 403
    assert (await story.get(f"{url}/content", by=by)).status_code == 403


async def test_a_provider_cannot_do_what_is_the_case_workers(story: Story) -> None:
    url = await story.sent()

    assert (await story.post(f"{url}/sending", by=story.receiver)).status_code == 403
    assert (await story.post(f"{url}/withdrawal", by=story.receiver)).status_code == 403
    assert (await story.post(f"{url}/acceptance", story.yes())).status_code == 403


async def test_buttons_follow_the_story(story: Story) -> None:
    """R73: what is offered is never refused."""
    url = await story.drafted()
    seen: list[tuple[list[str], list[str]]] = [(await offered(story, url), [])]
    for noun, body in (("sending", None), ("receipt", None), ("acceptance", story.yes()), ("start", None)):
        await story.post(f"{url}/{noun}", body, by=story.worker if noun == "sending" else story.receiver)
        seen.append((await offered(story, url), await offered(story, url, by=story.receiver)))

    assert seen == [
        (["sending", "withdrawal", "mistake"], []),
        (["withdrawal", "mistake"], ["receipt", "acceptance", "rejection"]),
        (["question", "withdrawal", "mistake"], ["acceptance", "rejection", "question"]),
        (
            ["withdrawal", "mistake"],
            ["rejection", "start", "pause", "progress", "outcome", "failure", "undo"],
        ),
        (["pause", "withdrawal", "mistake"], ["pause", "progress", "outcome", "failure"]),
    ]


async def test_a_button_says_where_and_with_what(story: Story) -> None:
    url = await story.sent()

    buttons = (await story.get(f"{url}/actions", by=story.receiver)).json()["actions"]

    assert {"action": "acceptance", "method": "POST", "url": f"{url}/acceptance", "schema": "Acceptance"} in buttons
    assert {"action": "receipt", "method": "POST", "url": f"{url}/receipt", "schema": None} in buttons


async def test_the_provider_sees_its_side_and_when_an_answer_is_due(story: Story) -> None:
    """R70, R71."""
    url = await story.sent()

    [seen] = (await story.get("/referrals", by=story.receiver)).json()

    assert seen["respond_by"].startswith("2026-12-09T09:30")
    assert seen["detail_url"] == f"http://referrals.test{url}/content"
    assert not {"person", "needs", "consent", "events", "content"} & seen.keys()


async def test_an_answer_taken_back_in_time_is_appended(story: Story) -> None:
    """Row 16."""
    url = await story.accepted()

    undone = await story.answer(url, "undo")
    rejected = await story.answer(url, "rejection", reason="at_capacity")

    assert (undone.status_code, undone.json()["status"]) == (200, "requested")
    assert (rejected.status_code, rejected.json()["label"]) == (200, "Declined by the provider")
    seen = (await story.get(url)).json()
    assert [event["status"] for event in seen["events"]] == ["draft", "requested", "accepted", "requested", "rejected"]
    assert "contact_name" not in seen


async def test_after_fifteen_minutes_an_answer_stands(story: Story) -> None:
    url = await story.accepted()
    story.house.clock.move(timedelta(minutes=16))

    answer = await story.answer(url, "undo")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/too-late")
    assert "undo" not in await offered(story, url, by=story.receiver)


async def test_a_declined_referral_is_replaced_under_the_same_correlation(story: Story) -> None:
    """Row 15: one click, and a fresh agreement with the new recipient."""
    url = await story.sent()
    await story.answer(url, "rejection", reason="waiting_list_closed", suggested_service=str(uuid4()))
    other = await story.house.partner("Somebody Else Ltd")
    agreed = (await story.agree(recipient=str(other))).json()["id"]
    old = url.removeprefix("/referrals/")

    again = await story.draft(agreed, partner=str(other), replaces=old)

    assert (again.status_code, again.json()["replaces"]) == (201, old)
    async with story.house.database.transaction({"role": "system"}) as tx:
        assert (
            await tx.one(
                int, "SELECT count(DISTINCT correlation) FROM referrals WHERE person = %(id)s", id=story.person
            )
            == 1
        )


async def test_an_open_referral_is_not_replaced(story: Story) -> None:
    url = await story.sent()
    agreed = (await story.agree()).json()["id"]

    answer = await story.draft(agreed, replaces=url.removeprefix("/referrals/"))

    assert [error["field"] for error in answer.json()["errors"]] == ["replaces"]


async def test_a_manager_stops_a_referral_for_safety_without_reading_its_words(story: Story) -> None:
    """Row 13."""
    url = await story.sent()
    await story.reply(url, "acceptance", **story.yes(message="Her words"))
    boss = story.house.staff("boss", Role.MANAGER)

    seen = (await story.get(url, by=boss)).json()
    refused = await story.post(f"{url}/withdrawal", {"reason": "changed_mind"}, by=boss)
    stopped = await story.post(f"{url}/withdrawal", {"reason": "safety"}, by=boss)

    assert ("message" in seen, "Her words" in str(seen)) == (False, False)
    assert (refused.status_code, stopped.status_code) == (422, 200)
    assert (await story.get(url)).json()["message"] == "Her words"


async def test_a_manager_of_another_office_finds_nothing(story: Story) -> None:
    url = await story.sent()
    other = await story.house.employ("other-boss", Role.MANAGER, office="elsewhere")

    assert (await story.get(url, by=other)).status_code == 404


async def test_silence_comes_back_after_ten_working_days(story: Story) -> None:
    """R73: an answer is guaranteed; nobody is blamed."""
    silent, received = await story.sent(), await story.sent()
    await story.answer(received, "receipt")

    story.house.clock.move(timedelta(days=14))
    await story.look_at_the_clocks()
    on_time = [await story.status(url) for url in (silent, received)]
    story.house.clock.move(timedelta(minutes=1))
    await story.look_at_the_clocks()
    late = [await story.status(url) for url in (silent, received)]

    assert on_time == ["requested", "received"]
    assert late == ["failed", "failed"]
    seen = (await story.get(silent)).json()
    assert (seen["reason"], seen["events"][-1]["by"], seen["label"]) == (
        "no_response_from_provider",
        "clock",
        "Did not work out",
    )


async def test_accepted_referrals_are_not_swept(story: Story) -> None:
    url = await story.accepted()

    story.house.clock.move(timedelta(days=40))
    await story.look_at_the_clocks()

    assert await story.status(url) == "accepted"


async def test_the_case_worker_closes_what_a_quiet_provider_left_open(story: Story) -> None:
    """Row 11, R74."""
    url = await story.accepted()
    early = await story.post(f"{url}/outcome", {"outcome": "helped", "person_confirms": True})
    story.house.clock.move(timedelta(days=15))

    unconfirmed = await story.post(f"{url}/outcome", {"outcome": "helped"})
    closed = await story.post(f"{url}/outcome", {"outcome": "helped", "person_confirms": True})

    assert [answer.status_code for answer in (early, unconfirmed, closed)] == [409, 422, 200]


async def test_whether_a_notice_has_left_and_was_followed_is_shown(story: Story) -> None:
    """R73."""
    story.house.bus.down = True
    url = await story.drafted()
    await story.post(f"{url}/sending")
    queued = (await story.get(url)).json()["sub_status"]

    story.house.bus.down = False
    await story.everything_left()
    sent = (await story.get(url)).json()["sub_status"]
    await story.collect(url)
    delivered = (await story.get(url)).json()

    assert (queued, sent, delivered["sub_status"]) == ("queued", "sent", "delivered")
    assert delivered["collected_at"]


async def test_every_step_is_kept_with_who_why_and_the_request(story: Story) -> None:
    url = await story.sent()

    await story.house.client.post(f"{url}/withdrawal", headers={**story.worker, "x-request-id": "request-0001"})

    async with story.house.database.transaction({"role": "system"}) as tx:
        last = await tx.one(
            str,
            """
            SELECT concat_ws(' ', by, who, step, reason, request_id) FROM referral_events
            WHERE referral = %(id)s ORDER BY number DESC LIMIT 1
            """,
            id=url.removeprefix("/referrals/"),
        )
    assert last == "cw CW withdrawal changed_mind request-0001"


async def test_the_same_key_and_body_answer_the_same(story: Story) -> None:
    url = await story.sent()
    headers = {**story.receiver, "idempotency-key": str(uuid4())}

    first = await story.house.client.post(f"{url}/acceptance", json=story.yes(), headers=headers)
    again = await story.house.client.post(f"{url}/acceptance", json=story.yes(), headers=headers)

    assert (first.status_code, again.status_code) == (200, 200)
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")


async def test_drafts_are_deleted_after_a_month_and_nothing_else_is(story: Story) -> None:
    """Row 1."""
    draft, sent = await story.drafted(), await story.accepted()
    story.house.clock.move(timedelta(days=30))
    await story.look_at_the_clocks()
    kept = (await story.get(draft)).status_code

    story.house.clock.move(timedelta(minutes=1))
    await story.look_at_the_clocks()

    assert (kept, (await story.get(draft)).status_code) == (200, 404)
    assert await story.status(sent) == "accepted"


async def test_the_service_cannot_delete_what_was_sent(story: Story) -> None:
    url = await story.sent()

    async with story.house.database.transaction({"role": "system"}) as tx:
        deleted = await tx.run("DELETE FROM referrals WHERE person = %(id)s", id=story.person)

    assert (deleted, await story.status(url)) == (0, "requested")


async def test_referrals_of_an_erased_person_still_end_by_the_clocks(story: Story) -> None:
    """R110: the steps stay, the words are gone, and nothing gets stuck."""
    url = await story.sent()
    await story.reply(url, "receipt")
    await story.reply(url, "question", text="Is her mother coming?")
    async with as_house(story.house.database, story.house.clock.now()) as tx:
        await Keyring(story.house.settings.master_key).destroy(tx, PersonId(story.person))

    story.house.clock.move(timedelta(days=20))
    await story.look_at_the_clocks()

    seen = await story.get(url)
    assert (seen.json()["status"], "mother" in seen.text) == ("failed", False)
    assert (await story.get("/referrals")).status_code == 200
    assert (await story.get(f"{url}/content", by=story.receiver)).status_code in {404, 410}


async def test_everything_is_stopped_before_a_person_is_erased(story: Story) -> None:
    url = await story.sent()
    given = parts(story.house.settings, story.house.database, story.house.clock.now)
    by = Actor(by="cw", who=Who.PERSON, request_id="request-0001", channel="https")

    async with as_house(story.house.database, story.house.clock.now()) as tx:
        await withdraw_all(tx, given.house, by, PersonId(story.person), story.house.clock.now())

    assert await story.status(url) == "cancelled"


async def test_a_specialist_refers_like_any_case_worker(story: Story) -> None:
    """R36."""
    sub = f"specialist-{uuid4()}"
    by = await story.house.employ(sub, Role.SPECIALIST)
    theirs = replace(story, worker=by, person=await written_down(story.house, sub))

    url = await theirs.sent()

    assert (await theirs.get(url)).json()["status"] == "requested"


async def test_a_caseload_is_listed_with_the_words_of_each(story: Story) -> None:
    """R73, R97."""
    await story.accepted()
    somebody = replace(story, person=await written_down(story.house, "cw"))
    await somebody.accepted()

    everybody = (await story.get("/referrals")).json()
    one = (await story.get(f"/referrals?person={story.person}")).json()

    assert {seen["person"] for seen in everybody} >= {str(story.person), str(somebody.person)}
    assert [(seen["person"], seen["contact_name"]) for seen in one] == [(str(story.person), "Sam Okoro")]
