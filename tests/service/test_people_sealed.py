"""What is said about a person is sealed under their own key, and destroying the key erases it."""

import base64
from collections.abc import AsyncIterator
from uuid import UUID

import pytest

from conftest import Databases
from fakes import MemoryBus, MovableClock, Tokens
from service.referrals_setup import House, running
from services.referrals.actions.people import erase
from services.referrals.entry import as_house
from services.referrals.keyring import Keyring
from services.referrals.sealing import CannotBeOpened
from services.referrals.settings import Settings
from shared.contracts.words import PersonId
from shared.settings import WrongSettings, load

NAME = "Zebediah Quillfeather"
ABOUT = {
    "known_as": "Zebquillian",
    "contacts": [{"way": "phone", "value": "0121 496 0777", "safe": True}],
    "communication": "Whispers only",
    "trusted_person": {"name": "Marigoldina", "role": "aunt", "may_hear": "Anything"},
    "postcode": "B33 8TH",
}
SECRETS = [  # none could come up by chance in what is sealed
    "Zebediah",
    "Quillfeather",
    "Zebquillian",
    "496 0777",
    "Whispers only",
    "Marigoldina",
    "B33 8TH",
    "the kettle",
    "nerves are bad",
    "relationship-breakdown",
]


@pytest.fixture
async def house(databases: Databases, tokens: Tokens, clock: MovableClock, bus: MemoryBus) -> AsyncIterator[House]:
    async with running(databases, tokens, clock, bus) as house:
        yield house


async def everything_said(house: House) -> str:
    """A person with a name, a contact, a note, needs in their own words, and a search; the person's id."""
    cw = house.staff("cw")
    person = await house.person(cw, NAME, ABOUT)
    body = {"answer": "accepted", "person": str(person), "framing": "Over the kettle"}
    made = await house.client.post("/conversations", json=body, headers=cw | {"idempotency-key": "one"})
    path = f"/conversations/{made.json()['conversation']}"
    await house.client.put(f"{path}/reassurance", json={"shown": True, "read_out": True}, headers=cw)
    note = {"state": "discussed", "note": "My nerves are bad"}
    needs = {"needs": [{"code": "relationship-breakdown", "words": "nerves are bad"}], "postcode": "B33 8TH"}
    search = {"request": {"text": "nerves are bad", "place": {"postcode": "B33 8TH"}}, "person": str(person)}
    answers = [
        await house.client.put(f"{path}/topics/barriers", json=note, headers=cw),
        await house.client.put(f"{path}/needs", json=needs, headers=cw),
        await house.client.post("/searches", json=search, headers=cw | {"idempotency-key": "two"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 201], [answer.text for answer in answers]
    return str(person)


async def test_no_word_about_a_person_stands_in_any_table(house: House) -> None:
    """R110: not a name, not a contact, not a postcode, not a need, in no row of the whole database."""
    person = await everything_said(house)

    text = "\n".join(row for rows in (await house.dump()).values() for row in rows)

    assert person in text
    assert [word for word in SECRETS if word.lower() in text.lower()] == []


async def test_destroying_the_key_erases_the_person(house: House) -> None:
    person = await everything_said(house)
    cw = house.staff("cw")

    async with as_house(house.database, house.clock.now()) as tx:
        await erase(tx, Keyring(house.settings.master_key), PersonId(UUID(person)))
    answer = await house.client.get(f"/people/{person}", headers=cw)
    listed = await house.client.get("/people", headers=cw)
    conversations = await house.client.get("/conversations", params={"person": person}, headers=cw)
    left = await house.dump()

    assert (answer.status_code, listed.json(), conversations.status_code) == (404, [], 404)
    assert (left["person_keys"], left["searches"]) == ([], [])


async def test_another_master_key_opens_nothing(house: House) -> None:
    person = await everything_said(house)
    other = Keyring(base64.urlsafe_b64encode(bytes(32)).decode())

    async with as_house(house.database, house.clock.now()) as tx:
        with pytest.raises(CannotBeOpened):
            await other.of(tx, PersonId(UUID(person)))


async def test_words_moved_to_another_person_or_column_do_not_open(house: House) -> None:
    """Somebody who may write to the database cannot make one person's words appear as another's."""
    cw = house.staff("cw")
    one, two = await house.person(cw, "One"), await house.person(cw, "Two")
    keyring = Keyring(house.settings.master_key)

    async with as_house(house.database, house.clock.now()) as tx:
        first, second = await keyring.of(tx, PersonId(one)), await keyring.of(tx, PersonId(two))
    sealed = first.seal("words", "people.name")

    assert first.open(sealed, "people.name") == "words"
    assert first.seal("words", "people.name") != sealed
    for key, column in ((second, "people.name"), (first, "people.details")):
        with pytest.raises(CannotBeOpened):
            key.open(sealed, column)


@pytest.mark.parametrize("key", [None, "", "short", base64.b64encode(bytes(16)).decode(), "x" * 44])
def test_the_service_does_not_start_without_a_whole_master_key(key: str | None) -> None:
    given = {
        "WAYFARE_ISSUER": "i",
        "WAYFARE_JWKS_URL": "j",
        "WAYFARE_DATABASE_URL": "d",
        "WAYFARE_NATS_URL": "n",
        "WAYFARE_NATS_SEED": "s",
    } | ({} if key is None else {"WAYFARE_MASTER_KEY": key})

    with pytest.raises(WrongSettings, match="WAYFARE_MASTER_KEY"):
        load(Settings, given)
