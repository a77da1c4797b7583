"""What holds for every page: who may open it, its headers, its markup, and what it says when something is wrong."""

import re
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from litestar.routes import HTTPRoute

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.desk_setup import Browser, Page, Rooms, running
from services.desk.web.headers import POLICY
from shared.contracts.words import Role

STAFF_PAGES = (
    "/people/new",
    f"/people/{uuid4()}",
    f"/conversations/{uuid4()}",
    f"/searches/{uuid4()}",
    f"/referrals/{uuid4()}",
)
PARTNER_PAGES = ("/inbox", f"/inbox/{uuid4()}")
LABELLED = {"text", "tel", "email", "checkbox", "radio"}


@pytest.fixture(scope="module")
async def rooms(databases: Databases, tokens: Tokens) -> AsyncIterator[Rooms]:
    async with running(databases, tokens, MovableClock(), MemoryBus()) as rooms:
        yield rooms


def faults_of(page: Page) -> list[str]:
    """What a reader with a screen reader, a strict browser or a validator would trip over."""
    ids = Counter(given["id"] for _, given in page.tags if "id" in given)
    labels = {given["for"] for given in page.all("label") if "for" in given}
    inputs = [given for given in page.all("input") if given.get("type", "text") in LABELLED]
    fields = [*inputs, *page.all("textarea"), *page.all("select")]
    targets = {given["href"][1:] for given in page.all("a") if given.get("href", "").startswith("#")}
    return [
        *(f"id {name} stands {times} times" for name, times in ids.items() if times > 1),
        *(f"no label for {field.get('name')}" for field in fields if field.get("id") not in labels),
        *(f"nothing has the id {target}" for target in targets - ids.keys()),
        *(f"{len(page.all('h1'))} h1" for _ in [0] if len(page.all("h1")) != 1),
        *("no title" for _ in [0] if not page.title.strip()),
        *(
            f"in line: {tag}"
            for tag, given in page.tags
            if "style" in given or any(name.startswith("on") for name in given)
        ),
        *("a script in line" for given in page.all("script") if "src" not in given),
        *("a style in line" for _ in page.all("style")),
        *(f"no lang on {tag}" for tag, given in page.tags if tag == "html" and "lang" not in given),
        *(
            f"from elsewhere: {given}"
            for tag, given in page.tags
            if tag != "a" and re.match("https?:", given.get("src", given.get("href", "")))
        ),
    ]


async def every_page(rooms: Rooms) -> list[Page]:
    """One of each page, with and without faults."""
    asha, nia = await rooms.asha(), await rooms.nia()
    new = await asha.open("/people/new")
    await asha.send(new, "/people", name="")
    person = await asha.send(
        new, "/people", name="Rosa Quill", phone="0121 496 0001", contact="phone-safe", postcode="B33 8TH"
    )
    offer = await asha.open(f"{person.path}/conversation")
    conversation = await asha.send(offer, offer.path, answer="accepted")
    conversation = await asha.send(conversation, f"{conversation.path}/reassurance", read_out="yes")
    topic = await asha.open(f"{conversation.path}/topics/goals")
    await asha.send(topic, topic.path)
    needs = await asha.open(f"{conversation.path}/needs")
    await asha.send(needs, needs.path, find="yes")
    heard = await asha.send(needs, needs.path, said="scared to go outside, cannot pay the rent", understand="yes")
    matches = await asha.send(heard, needs.path, find="yes")
    await asha.send(matches, matches.path)
    services = re.findall(r'name="services" type="checkbox" value="([^"]+)"', matches.answer.text)
    await asha.open(f"/services/{services[0]}")
    consent = await asha.send(matches, matches.path, services=services[:3])
    await asha.send(
        consent, consent.path, answer="yes", read_back="", **{"share-0": "", "until-day": "31", "until-month": "2"}
    )
    referral = await asha.send(consent, consent.path, answer="yes")
    await asha.open("/")
    await asha.open(person.path)
    await asha.open(f"{referral.path}/withdrawal")
    receipt = await asha.open(next(link["href"] for link in referral.all("a") if link["href"].startswith("/consents/")))
    await asha.open(f"{receipt.path}/withdrawal")
    number = referral.path.rpartition("/")[2]
    await nia.open("/inbox")
    one = await nia.open(f"/inbox/{number}")
    await nia.send(one, f"/inbox/{number}/shared")
    await nia.send(one, f"/inbox/{number}/acceptance")
    await nia.send(one, f"/inbox/{number}/rejection")
    await nia.open("/nowhere")
    await nia.open("/signed-out")
    return [*asha.seen, *nia.seen]


async def test_every_page_has_a_title_one_heading_a_label_for_each_field_and_nothing_in_line(rooms: Rooms) -> None:
    """R33 and the strict content policy: a page that anybody can read, in any browser."""
    pages = await every_page(rooms)

    found = {f"{page.path} ({page.status})": faults for page in pages if (faults := faults_of(page))}

    assert len(pages) > 28
    assert {page.status for page in pages} == {200, 404, 422}
    assert found == {}


async def test_every_answer_carries_the_policy_and_is_kept_nowhere(rooms: Rooms) -> None:
    asha = await rooms.asha()

    pages = [await asha.open(path) for path in ("/", "/people/new", "/nowhere", f"/people/{uuid4()}")]

    assert {page.answer.headers["content-security-policy"] for page in pages} == {POLICY}
    assert {page.answer.headers["cache-control"] for page in pages} == {"no-store"}
    assert "unsafe" not in POLICY


async def test_without_a_sign_in_every_page_leads_to_it_and_no_form_is_taken(rooms: Rooms) -> None:
    nobody = Browser(rooms.desk)
    nobody.http.follow_redirects = False

    opened = [await nobody.http.get(path) for path in (*STAFF_PAGES, *PARTNER_PAGES, "/")]
    posted = await nobody.http.post("/people", data={"name": "Nobody"})

    assert {answer.status_code for answer in opened} == {303}
    assert all(answer.headers["location"].startswith("/sign-in?back=") for answer in opened)
    assert posted.status_code == 401
    assert "Please sign in again" in posted.text


@pytest.mark.parametrize(("who", "closed"), [("asha", PARTNER_PAGES), ("nia", STAFF_PAGES)])
async def test_roles_see_only_their_own_pages(rooms: Rooms, who: str, closed: tuple[str, ...]) -> None:
    browser = await (rooms.asha() if who == "asha" else rooms.nia())

    pages = [await browser.open(path) for path in closed]

    assert {page.status for page in pages} == {403}
    assert all("not part of your role" in page.text for page in pages)


async def test_a_role_without_pages_is_told_so_plainly(rooms: Rooms) -> None:
    manager = await rooms.sign_in(Role.MANAGER, "mary-connor")

    page = await manager.open("/")

    assert page.status == 200
    assert "There are no pages for your role yet" in page.text


async def test_a_colleagues_person_is_not_there(rooms: Rooms) -> None:
    """Personal data is reached by assignment: somebody else's person answers like one that does not exist."""
    asha = await rooms.asha()
    grace = await rooms.sign_in(Role.CAREERS_ADVISER, "grace-osei")
    person = await asha.send(await asha.open("/people/new"), "/people", name="Only Asha's")

    other = await grace.open(person.path)

    assert other.status == 404
    assert "Only Asha's" not in other.text


@pytest.mark.parametrize("mark", ["", "0" * 64, None])
async def test_a_form_without_the_mark_of_this_visit_changes_nothing(rooms: Rooms, mark: str | None) -> None:
    """A form of another site carries the cookie and not the mark."""
    asha = await rooms.asha()
    page = await asha.open("/people/new")
    fields = {**page.forms["/people"], "name": "Forged"} | ({} if mark is None else {"csrf": mark})
    fields = fields if mark is not None else {name: value for name, value in fields.items() if name != "csrf"}

    answer = await asha.http.post("/people", data=fields)
    today = await asha.open("/")

    assert answer.status_code == 403
    assert "Forged" not in today.text


async def test_the_mark_of_one_visit_is_no_good_for_another(rooms: Rooms) -> None:
    asha, again = await rooms.asha(), await rooms.asha()
    page = await asha.open("/people/new")

    answer = await again.http.post("/people", data={**page.forms["/people"], "name": "Swapped"})

    assert answer.status_code == 403


async def test_every_fault_stands_beside_its_field_and_on_top_and_what_was_typed_is_kept(rooms: Rooms) -> None:
    asha = await rooms.asha()
    page = await asha.open("/people/new")

    wrong = await asha.send(page, "/people", name="Rosa Kept", postcode="not one")

    assert wrong.status == 422
    assert wrong.title.strip().startswith("Error: ")
    assert wrong.all("a", href="#postcode")
    assert wrong.all("p", id="postcode-error")
    assert wrong.all("input", name="name", value="Rosa Kept")
    assert wrong.all("input", name="postcode", value="not one")


async def needs_page(browser: Browser) -> Page:
    """The needs page of somebody who was just added."""
    person = await browser.send(await browser.open("/people/new"), "/people", name="Calm")
    offer = await browser.open(f"{person.path}/conversation")
    conversation = await browser.send(offer, offer.path, answer="accepted")
    await browser.send(conversation, f"{conversation.path}/reassurance", read_out="yes")
    return await browser.open(f"{conversation.path}/needs")


@pytest.mark.parametrize("room", ["referrals", "matcher"])
async def test_a_room_that_does_not_answer_is_a_calm_page(rooms: Rooms, room: str) -> None:
    asha = await rooms.asha()
    needs = await needs_page(asha)

    with rooms.without(room):
        page = await asha.send(needs, needs.path, said="I cannot pay the rent", understand="yes")

    assert page.status == 503
    assert "Nothing was lost" in page.text
    assert "Traceback" not in page.answer.text


async def test_what_was_typed_is_kept_when_a_room_does_not_answer_and_can_be_sent_again(rooms: Rooms) -> None:
    asha = await rooms.asha()
    needs = await needs_page(asha)
    with rooms.without("matcher"):
        kept = await asha.send(needs, needs.path, said="I cannot pay the rent", understand="yes")

    again = await asha.send(kept, needs.path)

    assert kept.forms[needs.path]["said"] == "I cannot pay the rent"
    assert again.status == 200
    assert "Rent arrears" in again.text


async def test_signing_out_ends_the_session_for_good(rooms: Rooms) -> None:
    asha = await rooms.asha()
    secret = asha.http.cookies["wayfare"]
    page = await asha.open("/")

    goodbye = await asha.send(page, "/sign-out")
    back = await Browser(rooms.desk, {"wayfare": secret}).http.get("/people/new", follow_redirects=False)

    assert goodbye.path == "/signed-out"
    assert "wayfare=" in goodbye.answer.history[0].headers["set-cookie"]
    assert "Max-Age=0" in goodbye.answer.history[0].headers["set-cookie"]
    assert back.status_code == 303


async def test_a_broken_id_in_an_address_is_a_plain_page(rooms: Rooms) -> None:
    asha = await rooms.asha()

    pages = [await asha.open(path) for path in ("/people/1", "/referrals/x", f"/searches/{uuid4()}/consent?of=abc")]

    assert [page.status for page in pages] == [404, 404, 400]
    assert "go back and start this step again" in pages[2].text


def guards_of(handler: Any) -> list[Any]:
    return list(handler.resolve_guards())


def test_every_post_needs_somebody(rooms: Rooms) -> None:
    posts = [
        handler
        for route in rooms.desk.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        if "POST" in handler.http_methods
    ]

    guards = [[str(getattr(guard, "__name__", guard)) for guard in guards_of(one)] for one in posts]

    assert len(posts) > 10
    assert not [names for names in guards if not names or "public" in names]
