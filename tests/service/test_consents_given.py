"""Agreements over HTTP: given, refused, renewed, withdrawn, shown, and checked for tampering."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from conftest import Databases
from fakes import Tokens
from service.handoff_setup import SPOKEN, Story, house_of_stories, new_story, written_down
from service.referrals_setup import House


@pytest.fixture(scope="module")
async def house(databases: Databases, tokens: Tokens) -> AsyncIterator[House]:
    async with house_of_stories(databases, tokens) as house:
        yield house


@pytest.fixture
async def story(house: House) -> Story:
    return await new_story(house)


async def test_an_agreement_pins_the_partner_and_its_legal_name(story: Story) -> None:
    """R69."""
    agreed = await story.agree()

    body = agreed.json()
    assert agreed.status_code == 201, agreed.text
    assert (body["recipient"], body["recipient_name"]) == (str(story.partner), "Harbour Counselling CIO")
    assert (body["state"], [event["event"] for event in body["events"]]) == ("given", ["given"])


async def test_the_receipt_says_it_all_in_plain_words(story: Story) -> None:
    """R33, R110."""
    agreed = await story.agree()

    receipt = (await story.get(f"/consents/{agreed.json()['id']}/receipt")).json()

    text = " ".join(receipt["lines"])
    assert receipt["title"] == "What you agreed to share"
    for words in (
        "Harbour Counselling CIO, and nobody else",
        "your name, your phone number, your postcode",
        "do not get: diagnosis",
        "24 January 2027",
        "no effect on your benefits",
        "never need to give a reason",
    ):
        assert words in text
    assert all(len(line) <= 200 for line in receipt["lines"])


async def test_everything_that_is_missing_is_named_at_once(story: Story) -> None:
    unapproved = await story.house.partner("Not Yet Ltd", approved=False)

    answer = await story.agree(
        recipient=str(unapproved), fields=[], valid_until="2020-01-01", evidence={"method": "spoken"}
    )

    assert answer.status_code == 422
    assert sorted(error["field"] for error in answer.json()["errors"]) == [
        "evidence.benefits_statement",
        "evidence.read_back",
        "evidence.words",
        "fields",
        "recipient",
        "valid_until",
    ]


@pytest.mark.parametrize(
    "recipient", ["jobcentre:nobody", "-" * 36, "00000000-0000-0000-0000-000000000000", "0" * 32 + "----"]
)
async def test_only_those_who_are_let_in_can_be_named(story: Story, recipient: str) -> None:
    answer = await story.agree(recipient=recipient, fields=[] if recipient.startswith("job") else ["name"])

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["recipient"]


async def test_a_no_is_recorded_without_reason_or_evidence_and_shares_nothing(story: Story) -> None:
    """R5: each referral can be refused; what is left is that nobody asks again by oversight."""
    refused = await story.agree(agreed=False, fields=[], evidence={"method": "spoken"})

    drafting = await story.draft(refused.json()["id"], content={})
    sending = await story.post(f"/referrals/{drafting.json()['id']}/sending")

    assert (refused.status_code, refused.json()["state"]) == (201, "refused")
    assert (sending.status_code, sending.json()["detail"]) == (409, "The person has not agreed to this.")


async def test_withdrawing_cancels_everything_under_it_at_once(story: Story) -> None:
    """R6: no reason is asked, the provider is told to stop, and a draft is not sent later."""
    agreed = (await story.agree()).json()["id"]
    sent, accepted, draft = [f"/referrals/{(await story.draft(agreed)).json()['id']}" for _ in range(3)]
    await story.post(f"{sent}/sending")
    await story.post(f"{accepted}/sending")
    await story.answer(accepted, "acceptance", **story.yes())

    withdrawn = await story.post(f"/consents/{agreed}/withdrawal")

    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
    for url, sub_status in ((sent, "stop_unconfirmed"), (accepted, "stop_unconfirmed"), (draft, None)):
        seen = (await story.get(url)).json()
        assert (seen["status"], seen["reason"]) == ("cancelled", "consent_withdrawn")
        assert seen.get("sub_status") == sub_status
    await story.everything_left()
    assert story.notice_types().count("handoff.withdrawn.v1") == 2


async def test_withdrawing_twice_is_no_mistake(story: Story) -> None:
    agreed = (await story.agree()).json()["id"]

    first = await story.post(f"/consents/{agreed}/withdrawal")
    second = await story.post(f"/consents/{agreed}/withdrawal")

    assert (second.status_code, second.json()["events"]) == (200, first.json()["events"])


async def test_what_was_collected_before_it_ended_is_recalled_too(story: Story) -> None:
    url = await story.accepted()
    await story.collect(url)
    await story.reply(url, "outcome", outcome="helped")
    consent = (await story.get(url)).json()["consent"]

    await story.post(f"/consents/{consent}/withdrawal")
    await story.reply(url, "deletion")

    seen = (await story.get(url)).json()
    [entry] = (await story.get(f"/people/{story.person}/disclosures")).json()
    assert (seen["status"], "deletion_confirmed_at" in seen) == ("completed", True)
    assert entry["recalled_at"]
    assert entry["deletion_confirmed_at"]


async def test_agreement_ends_by_itself_and_can_be_renewed(story: Story) -> None:
    agreed = (await story.agree()).json()["id"]
    story.house.clock.move(timedelta(days=61))
    await story.look_at_the_clocks()

    over = (await story.get(f"/consents/{agreed}")).json()
    until = (story.house.clock.now() + timedelta(days=30)).date().isoformat()
    renewed = await story.post(f"/consents/{agreed}/renewal", {"valid_until": until, "evidence": SPOKEN})

    assert (over["state"], [event["event"] for event in over["events"]]) == ("expired", ["given", "expired"])
    assert (renewed.json()["state"], renewed.json()["valid_until"]) == ("given", until)
    check = (await story.get(f"/consents/{agreed}/verification")).json()
    assert check == {"whole": True, "events": 3}


async def test_a_renewal_needs_what_an_agreement_needs(story: Story) -> None:
    agreed = (await story.agree()).json()["id"]

    answer = await story.post(
        f"/consents/{agreed}/renewal", {"valid_until": "2020-01-01", "evidence": {"method": "tick"}}
    )

    assert sorted(error["field"] for error in answer.json()["errors"]) == [
        "evidence.benefits_statement",
        "valid_until",
    ]


async def test_what_was_withdrawn_is_not_renewed_but_asked_anew(story: Story) -> None:
    agreed = (await story.agree()).json()["id"]
    await story.post(f"/consents/{agreed}/withdrawal")

    answer = await story.post(f"/consents/{agreed}/renewal", {"valid_until": "2026-12-24", "evidence": SPOKEN})

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/agreement-ended")


@pytest.mark.parametrize("part", ["", "/receipt", "/preview", "/verification"])
async def test_a_colleague_finds_no_agreement(story: Story, part: str) -> None:
    """R110: by assignment alone."""
    agreed = (await story.agree()).json()["id"]
    colleague = story.house.staff("colleague")

    assert (await story.get(f"/consents/{agreed}{part}", by=colleague)).status_code == 404
    assert (await story.post(f"/consents/{agreed}/withdrawal", by=colleague)).status_code == 404
    assert (await story.get(f"/people/{story.person}/consents", by=colleague)).status_code == 404
    assert (await story.get(f"/people/{story.person}/disclosures", by=colleague)).status_code == 404


async def test_nobody_agrees_for_a_person_of_a_colleague(story: Story) -> None:
    theirs = await written_down(story.house, "colleague")

    assert (await story.agree(person=str(theirs))).status_code == 404
    assert (await story.agree(person=str(uuid4()))).status_code == 404


async def test_a_preview_needs_a_draft(story: Story) -> None:
    agreed = (await story.agree()).json()["id"]

    answer = await story.get(f"/consents/{agreed}/preview")

    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/nothing-written")


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE consents SET fields = fields || '{diagnosis}'",
        "UPDATE consents SET valid_until = '2030-01-01'",
        "UPDATE consents SET state = 'given'",
        "UPDATE consents SET recipient_name = 'Somebody Else Ltd'",
        "UPDATE consent_events SET at = at - interval '1 day' WHERE number = 1",
        "UPDATE consent_events SET event = 'renewed' WHERE number = 2",
        "DELETE FROM consent_events WHERE number = 2",
    ],
)
async def test_tampering_shows(story: Story, tampering: str) -> None:
    """R110: whoever changes the record, be it an administrator of the database, leaves a trace."""
    agreed = (await story.agree()).json()["id"]
    await story.post(f"/consents/{agreed}/withdrawal")
    before = (await story.get(f"/consents/{agreed}/verification")).json()

    async with await psycopg.AsyncConnection.connect(story.house.urls.admin, autocommit=True) as connection:
        await connection.execute(tampering.encode())

    after = (await story.get(f"/consents/{agreed}/verification")).json()
    assert (before["whole"], after["whole"]) == (True, False)


@pytest.mark.parametrize(
    "rewriting",
    ["UPDATE consent_events SET by = 'x'", "DELETE FROM consent_events", "UPDATE referral_events SET by = 'x'"],
)
async def test_the_service_itself_cannot_rewrite_what_happened(story: Story, rewriting: str) -> None:
    await story.sent()

    async with await psycopg.AsyncConnection.connect(story.house.urls.service) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            await connection.execute(rewriting.encode())


async def test_a_changed_legal_name_stops_sending_collecting_and_renewing(story: Story) -> None:
    """Consent pins the legal name; whoever bears another is asked about anew."""
    agreed = (await story.agree()).json()["id"]
    sent = f"/referrals/{(await story.draft(agreed)).json()['id']}"
    await story.post(f"{sent}/sending")
    draft = f"/referrals/{(await story.draft(agreed)).json()['id']}"

    async with await psycopg.AsyncConnection.connect(story.house.urls.admin, autocommit=True) as connection:
        await connection.execute("UPDATE partners SET legal_name = 'Somebody Else Ltd'")

    sending = await story.post(f"{draft}/sending")
    collecting = await story.collect(sent)
    renewing = await story.post(f"/consents/{agreed}/renewal", {"valid_until": "2026-12-24", "evidence": SPOKEN})
    assert (sending.status_code, "legal name has changed" in sending.json()["detail"]) == (409, True)
    assert collecting["status"] == 410
    assert (renewing.status_code, renewing.json()["type"]) == (409, "/problems/recipient-changed")
