"""One house with the demo's listings for the stories; tests that stop or break a house start their own."""

from collections.abc import AsyncIterator, Iterator

import pytest

from end_to_end.houses import House, Reader, started
from end_to_end.story import KESTREL, OPEN_DOOR, Story


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """`wayfare up` with everything of the demo."""
    with started(tmp_path_factory.mktemp("house") / "data") as running:
        yield running


@pytest.fixture
async def story(house: House) -> AsyncIterator[Story]:
    """A case worker with a new person, and everybody whom the story needs; all feeds are read to their end first."""
    readers = {
        "provider": await Reader.partner(house, OPEN_DOOR, house.seed(f"PARTNER_{OPEN_DOOR}")),
        "bystander": await Reader.partner(house, KESTREL, house.seed(f"PARTNER_{KESTREL}")),
        "agreed": await Reader.jobcentre(house, "yardley-diary"),
        "unasked": await Reader.jobcentre(house, "wolverhampton-diary"),
    }
    for reader in readers.values():
        while await reader.raw(0.3):
            pass
    async with (
        house.calling("referrals", "case_worker") as referrals,
        house.calling("matcher", "case_worker") as matcher,
    ):
        yield await Story.begin(referrals, matcher, readers)
    for reader in readers.values():
        await reader.close()
