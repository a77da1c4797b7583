"""From a conversation to an answered referral, over the pages and the real rooms behind them."""

import re
from collections.abc import AsyncIterator

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.desk_setup import Browser, Page, Rooms, running

SAID = "I am scared to go outside since my accident and I cannot pay the rent"
PLAIN = {
    "",
    "people",
    "new",
    "conversation",
    "conversations",
    "reassurance",
    "needs",
    "searches",
    "consent",
    "referrals",
} | {
    "of",
    "sent",
}
SERVICE = "Small Steps Outdoors"


@pytest.fixture(scope="module")
async def rooms(databases: Databases, tokens: Tokens) -> AsyncIterator[Rooms]:
    async with running(databases, tokens, MovableClock(), MemoryBus()) as rooms:
        yield rooms


async def added(browser: Browser, name: str = "Rosa Quill") -> Page:
    """A person's page, just begun."""
    page = await browser.open("/people/new")
    contact = ["phone-safe", "message"]
    return await browser.send(
        page, "/people", name=name, phone="0121 496 0001", contact=contact, postcode="B33 8TH", access="quiet-space"
    )


async def talked(browser: Browser, person: Page) -> Page:
    """The conversation page after the reading."""
    offer = await browser.open(f"{person.path}/conversation")
    page = await browser.send(offer, f"{person.path}/conversation", answer="accepted")
    return await browser.send(page, f"{page.path}/reassurance", read_out="yes")


async def found(browser: Browser, conversation: Page) -> Page:
    """Matches for what the person said."""
    needs = await browser.open(f"{conversation.path}/needs")
    heard = await browser.send(needs, needs.path, said=SAID, understand="yes")
    return await browser.send(heard, needs.path, find="yes")


def service_of(page: Page, name: str = SERVICE) -> str:
    """The id of a match by its name, as its checkbox holds it."""
    pattern = r'value="([0-9a-f-]{36})">\s*<label[^>]*>' + re.escape(name)
    return re.findall(pattern, page.answer.text)[0]


async def asked(browser: Browser, name: str = "Rosa Quill") -> Page:
    """The consent page for one service."""
    matches = await found(browser, await talked(browser, await added(browser, name)))
    return await browser.send(matches, matches.path, services=service_of(matches))


async def sent(browser: Browser, name: str = "Rosa Quill") -> Page:
    """The page of a referral that was just sent."""
    consent = await asked(browser, name)
    return await browser.send(consent, consent.path, answer="yes")


async def test_one_conversation_becomes_a_referral_that_the_provider_answers(rooms: Rooms) -> None:
    """R13, R33: the whole way, and the case worker sees who gets in touch and by when."""
    asha, nia = await rooms.asha(), await rooms.nia()

    referral = await sent(asha, "Rosa Quill")
    reference = re.findall(r"[BCDFGHJKMNPQRTVWXY346789]{4}-[BCDFGHJKMNPQRTVWXY346789]{4}", referral.text)[0]
    inbox = await nia.open("/inbox")
    number = referral.path.rpartition("/")[2]
    unseen = await nia.open(f"/inbox/{number}")
    shown = await nia.send(unseen, f"/inbox/{number}/shared")
    accepted = await nia.send(
        shown,
        f"/inbox/{number}/acceptance",
        contact_name="Nia Morgan",
        **{"contact_by-day": "4", "contact_by-month": "12", "contact_by-year": "2026"},
    )
    after = await asha.open(referral.path)

    assert referral.status == 200
    assert "The referral was sent" in referral.text
    assert reference in inbox.text
    assert "0121 496 0001" not in unseen.text
    assert "0121 496 0001" in shown.text
    assert "Rosa Quill" in shown.text
    assert accepted.status == 200
    assert "Nia Morgan will get in touch by 4 December 2026" in after.text
    assert "Accepted" in after.text


async def test_a_withdrawn_referral_is_gone_for_the_provider_who_confirms_the_deletion(rooms: Rooms) -> None:
    """R6: stopping takes a press, no reason, and the person can see that it was deleted."""
    asha, nia = await rooms.asha(), await rooms.nia()
    referral = await sent(asha, "Will Stopper")
    number = referral.path.rpartition("/")[2]
    open_page = await nia.open(f"/inbox/{number}")

    sure = await asha.open(f"{referral.path}/withdrawal")
    withdrawn = await asha.send(sure, f"{referral.path}/withdrawal")
    gone = await nia.send(open_page, f"/inbox/{number}/shared")
    deleted = await nia.send(gone, f"/inbox/{number}/deletion")
    after = await asha.open(referral.path)

    assert "Withdrawn" in withdrawn.text
    assert "no longer shared" in gone.text
    assert "Will Stopper" not in gone.text
    assert deleted.status == 200
    assert "The provider has confirmed the deletion" in after.text


async def test_no_sends_nothing_and_is_recorded_as_a_no(rooms: Rooms) -> None:
    """R5: each referral can be refused, and a no is as easy as a yes."""
    asha = await rooms.asha()
    consent = await asked(asha, "Nora Nay")

    person = await asha.send(consent, consent.path, answer="no")

    assert "Nothing was sent" in person.text
    assert "They said no" in person.text
    assert "None yet." in person.text


async def test_the_reassurance_is_read_aloud_before_any_topic_is_open(rooms: Rooms) -> None:
    """R4: shown, read out and recorded, before topics start."""
    asha = await rooms.asha()
    person = await added(asha)
    offer = await asha.open(f"{person.path}/conversation")

    before = await asha.send(offer, f"{person.path}/conversation", answer="accepted")
    after = await asha.send(before, f"{before.path}/reassurance", read_out="yes")

    assert "your benefits stay as they are" in before.text
    assert not any("/topics/" in link["href"] for link in before.all("a"))
    assert len([link for link in after.all("a") if "/topics/" in link["href"]]) == 7


async def test_a_declined_topic_counts_as_done_and_keeps_no_note(rooms: Rooms) -> None:
    """R13: a topic that they chose not to discuss keeps no content, whatever stood in the field."""
    asha = await rooms.asha()
    conversation = await talked(asha, await added(asha))
    topic = await asha.open(f"{conversation.path}/topics/goals")

    after = await asha.send(topic, topic.path, state="declined", note="written before they said no")
    again = await asha.open(topic.path)

    assert "Chose not to discuss" in after.text
    assert "written before" not in again.answer.text


async def test_a_declined_conversation_leaves_no_trace_on_the_person(rooms: Rooms) -> None:
    """R1: a no needs no reason and is kept with nobody's name."""
    asha = await rooms.asha()
    person = await added(asha)
    offer = await asha.open(f"{person.path}/conversation")

    after = await asha.send(offer, f"{person.path}/conversation", answer="declined")
    later = await asha.open(person.path)

    assert "That is fine" in after.text
    assert "Start with a conversation" in later.text


async def test_what_was_said_is_understood_into_ticks_that_can_be_taken_away(rooms: Rooms) -> None:
    asha = await rooms.asha()
    conversation = await talked(asha, await added(asha))
    needs = await asha.open(f"{conversation.path}/needs")

    heard = await asha.send(needs, needs.path, said=SAID, understand="yes")

    assert "Is this right?" in heard.text
    assert "scared to go outside" in heard.text
    assert heard.forms[needs.path]["needs"]


async def test_only_ticked_lines_are_shared(rooms: Rooms) -> None:
    """Consent leaves with the data: exactly the ticked fields reach the provider."""
    asha, nia = await rooms.asha(), await rooms.nia()
    consent = await asked(asha, "Tess Little")

    referral = await asha.send(consent, consent.path, answer="yes", **{"share-0": ["name", "area"]})
    number = referral.path.rpartition("/")[2]
    shown = await nia.send(await nia.open(f"/inbox/{number}"), f"/inbox/{number}/shared")

    assert "Tess Little" in shown.text
    assert "B33" in shown.text
    assert "0121 496 0001" not in shown.text


async def test_a_provider_that_has_not_joined_is_named_plainly_with_how_to_reach_it(rooms: Rooms) -> None:
    asha = await rooms.asha()
    matches = await found(asha, await talked(asha, await added(asha)))

    page = await asha.send(matches, matches.path, services=service_of(matches, "Travel Buddies"))

    assert "because it has not joined" in page.text
    assert "Yes, they agree" not in page.text


async def test_pressing_twice_sends_once(rooms: Rooms) -> None:
    asha = await rooms.asha()
    consent = await asked(asha, "Dora Double")

    first = await asha.send(consent, consent.path, answer="yes")
    second = await asha.send(consent, consent.path, answer="yes")

    assert first.path == second.path
    assert second.path.startswith("/referrals/")


async def test_a_declined_referral_comes_back_with_something_else_to_try(rooms: Rooms) -> None:
    """R97: the provider says why, and the way on is one press that needs nothing told again."""
    asha, nia = await rooms.asha(), await rooms.nia()
    referral = await sent(asha, "Tom Again")
    number = referral.path.rpartition("/")[2]
    answer = await nia.open(f"/inbox/{number}")

    await nia.send(answer, f"/inbox/{number}/rejection", rejection="at_capacity")
    back = await asha.open(referral.path)
    others = await asha.send(back, f"{referral.path}/alternatives")

    assert "We are full" in back.text
    assert "says nothing about" in back.text
    assert others.path.startswith("/searches/")


async def test_a_question_reaches_the_case_worker_and_the_answer_goes_back(rooms: Rooms) -> None:
    asha, nia = await rooms.asha(), await rooms.nia()
    referral = await sent(asha, "Quinn Asked")
    number = referral.path.rpartition("/")[2]
    shown = await nia.send(await nia.open(f"/inbox/{number}"), f"/inbox/{number}/shared")

    await nia.send(shown, f"/inbox/{number}/question", question="Is a morning easier?")
    today = await asha.open("/")
    page = await asha.open(referral.path)
    answered = await asha.send(page, f"{referral.path}/question", text="Yes, mornings are.")

    assert "For you to look at" in today.text
    assert "Is a morning easier?" in page.text
    assert "Yes, mornings are." in answered.text


async def test_nothing_is_shared_with_a_jobcentre_system_unless_ticked(rooms: Rooms) -> None:
    """The wall: without a tick there is no agreement with any Jobcentre system."""
    asha = await rooms.asha()
    consent = await asked(asha, "Jo Wall")

    referral = await asha.send(consent, consent.path, answer="yes")
    person = await asha.open(next(link["href"] for link in referral.all("a") if link["href"].startswith("/people/")))

    assert not consent.forms[consent.path].get("jobcentre-yardley-diary")
    assert "Jobcentre diary" not in person.text


async def test_milestones_are_shared_with_a_jobcentre_system_when_ticked(rooms: Rooms) -> None:
    asha = await rooms.asha()
    consent = await asked(asha, "Jan Chosen")

    referral = await asha.send(consent, consent.path, answer="yes", **{"jobcentre-yardley-diary": ["sent"]})
    person = await asha.open(next(link["href"] for link in referral.all("a") if link["href"].startswith("/people/")))

    assert "Yardley Jobcentre diary (demo)" in person.text


async def test_no_need_and_no_postcode_ever_stands_in_an_address(rooms: Rooms) -> None:
    asha = await rooms.asha()

    await sent(asha, "Una Dress")

    addresses = {step.url for page in asha.seen for step in (page.answer, *page.answer.history)}
    words = {part for one in addresses for part in one.path.split("/")} | {
        key for one in addresses for key in one.params
    }
    assert {word for word in words if not re.fullmatch(r"[0-9a-f-]{36}", word)} <= PLAIN
    assert all(len(value) < 20 for one in addresses for key, value in one.params.items() if key != "of")
