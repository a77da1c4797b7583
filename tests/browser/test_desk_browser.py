"""The main job in a real browser: with a mouse, with a keyboard, without JavaScript, and on a narrow screen."""

from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import Page, expect

from browser.conftest import Desk

pytestmark = pytest.mark.xdist_group("browser")
SAID = "I am scared to go outside since my accident and I cannot pay the rent"
SERVICE, PROVIDER = "Small Steps Outdoors", "Open Door Wellbeing (invented)"
ASHA, NIA = "Asha Verma", "Nia Morgan"
NUMBER = count(1)
Look = Callable[[Page], None]


def pass_by(_page: Page) -> None:
    """Look at nothing."""


def add_person(page: Page, look: Look = pass_by) -> str:
    """Somebody new on the caseload; their name."""
    name = f"Rosa Quill {next(NUMBER)} (invented)"
    page.get_by_role("button", name="Add a person").click()
    look(page)
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Phone number").fill("0121 496 0001")
    page.get_by_label("It is safe to ring this number").check()
    page.get_by_label("Postcode").fill("B33 8TH")
    page.get_by_role("button", name="Add this person").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    look(page)
    return name


def talk(page: Page, look: Look = pass_by) -> None:
    """From the person's page to help that fits what they said."""
    page.get_by_role("button", name="Offer a conversation").click()
    look(page)
    page.get_by_role("button", name="Yes, let us talk").click()
    look(page)
    page.get_by_role("button", name="I have read this aloud").click()
    look(page)
    page.get_by_role("link", name="Hopes and goals").click()
    look(page)
    page.get_by_label("They chose not to").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Chose not to discuss")).to_be_visible()
    page.get_by_role("button", name="Look for help together").click()
    look(page)
    page.get_by_label("In their own words").fill(SAID)
    page.get_by_role("button", name="Find needs in these words").click()
    expect(page.get_by_label("Fear of going out")).to_be_checked()
    look(page)
    page.get_by_role("button", name="Find help").click()
    look(page)


def agree(page: Page, look: Look = pass_by) -> None:
    """From the matches to a referral that is sent."""
    page.get_by_role("checkbox", name=SERVICE).check()
    page.get_by_role("button", name="Ask for agreement").click()
    expect(page.get_by_role("group", name=PROVIDER)).to_be_visible()
    look(page)
    page.get_by_role("button", name="Yes, they agree").click()
    expect(page.get_by_text("The referral was sent")).to_be_visible()
    look(page)


def answer(page: Page, reference: str, look: Look = pass_by) -> None:
    """The provider looks and accepts."""
    look(page)
    page.get_by_role("link", name=reference).click()
    look(page)
    page.get_by_role("button", name="Show what was shared").click()
    expect(page.get_by_text("0121 496 0001")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    look(page)
    page.get_by_label("Who will get in touch?").fill(NIA)
    when = page.get_by_role("group", name="By when?")
    for label, value in (("Day", "4"), ("Month", "12"), ("Year", "2027")):
        when.get_by_label(label).fill(value)
    page.get_by_role("button", name="Accept", exact=True).click()
    expect(page.get_by_text(f"{NIA} gets in touch by 4 December 2027")).to_be_visible()
    look(page)


def withdraw(page: Page, look: Look = pass_by) -> None:
    """The case worker stops it."""
    page.get_by_role("button", name="Withdraw").click()
    look(page)
    page.get_by_role("button", name="Yes, withdraw it").click()
    expect(page.locator(".wf-status")).to_contain_text("Withdrawn")
    look(page)


def reference_of(page: Page) -> str:
    """The referral's reference, as it can be said on the phone."""
    return page.locator(".govuk-caption-l .wf-ref").inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_a_conversation_to_an_answer_and_a_withdrawal(desk: Desk, axe: Look, *, javascript: bool) -> None:
    """R4, R13, R33: the whole job on the pages; with scripts, axe looks at every page on the way."""
    look = axe if javascript else pass_by
    asha, nia = desk(ASHA, javascript=javascript), desk(NIA, javascript=javascript)

    look(asha)
    add_person(asha, look)
    talk(asha, look)
    agree(asha, look)
    nia.reload()
    answer(nia, reference_of(asha), look)
    asha.goto("/")
    look(asha)
    asha.go_back()
    asha.reload()

    expect(asha.get_by_role("heading", name=f"{NIA} will get in touch by 4 December 2027")).to_be_visible()
    withdraw(asha, look)
    nia.reload()
    look(nia)
    nia.get_by_role("button", name="We have deleted it").click()
    asha.reload()
    expect(asha.locator(".wf-status")).to_contain_text("confirmed the deletion")


def test_no_page_scrolls_sideways_on_a_narrow_screen(desk: Desk) -> None:
    """WCAG 2.2, 1.4.10: at 320 pixels everything is in one column."""
    wide: list[str] = []

    def look(page: Page) -> None:
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(page.url)

    asha, nia = desk(ASHA, width=320), desk(NIA, width=320)
    look(asha)
    add_person(asha, look)
    talk(asha, look)
    agree(asha, look)
    nia.reload()
    answer(nia, reference_of(asha), look)
    asha.reload()
    withdraw(asha, look)

    assert wide == []


def test_a_referral_is_eight_clicks_and_no_typed_character_away(desk: Desk) -> None:
    """From the first page to a sent referral, for a person whose needs and place are known."""
    asha = desk(ASHA)
    name = add_person(asha)
    talk(asha)
    asha.goto("/")
    clicks = [
        lambda: asha.get_by_role("link", name=name).click(),
        lambda: asha.get_by_role("button", name="Find help").click(),
        lambda: asha.get_by_role("checkbox", name=SERVICE).check(),
        lambda: asha.get_by_role("button", name="Ask for agreement").click(),
        lambda: asha.get_by_role("button", name="Yes, they agree").click(),
    ]

    for click in clicks:
        click()

    expect(asha.get_by_text("The referral was sent")).to_be_visible()
    assert len(clicks) <= 8


def test_a_referral_needs_no_mouse(desk: Desk) -> None:
    """The same by Tab, Space and Enter alone; the focus is always to be seen."""
    asha = desk(ASHA)
    name = add_person(asha)
    talk(asha)
    asha.goto("/")
    pressed = 0

    def reach(label: str) -> None:
        nonlocal pressed
        for _ in range(80):
            asha.keyboard.press("Tab")
            pressed += 1
            if label in asha.evaluate("(document.activeElement.labels?.[0] ?? document.activeElement).textContent"):
                return
        raise AssertionError(f"{label} cannot be reached by Tab")

    for label, key in (
        (name, "Enter"),
        ("Find help", "Enter"),
        (SERVICE, "Space"),
        ("Ask for agreement", "Enter"),
        ("Yes, they agree", "Enter"),
    ):
        before = asha.url
        reach(label)
        asha.keyboard.press(key)
        pressed += 1
        if key == "Enter":
            asha.wait_for_url(lambda url, before=before: url != before)

    expect(asha.get_by_text("The referral was sent")).to_be_visible()
    assert pressed < 120


def test_an_error_takes_the_focus_and_leads_to_its_field(desk: Desk) -> None:
    asha = desk(ASHA)
    asha.get_by_role("button", name="Add a person").click()

    asha.get_by_role("button", name="Add this person").click()
    expect(asha.locator(".govuk-error-summary")).to_be_focused()
    asha.get_by_role("link", name="Enter a name").click()

    assert asha.title().startswith("Error: ")
    expect(asha.get_by_label("Name", exact=True)).to_be_focused()


def test_signing_out_leaves_nothing_behind(desk: Desk) -> None:
    asha = desk(ASHA)
    asha.get_by_role("button", name="Sign out").click()

    expect(asha.get_by_role("heading", name="You are signed out")).to_be_visible()
    assert [cookie for cookie in asha.context.cookies() if cookie.get("name") == "wayfare"] == []
    asha.goto("/people/new")
    expect(asha.get_by_label("Name", exact=True)).to_have_count(0)
