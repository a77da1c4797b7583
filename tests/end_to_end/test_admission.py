"""Partners by HTTP alone: an admin's approval opens the broker to a key, and a suspension closes it."""

import nats.errors
from nats.aio.client import Client

from end_to_end.houses import House, until
from services.local.nats import new_keys


async def test_an_approved_key_is_let_in_and_a_suspended_one_is_not(house: House) -> None:
    """Whoever may receive is decided at referrals; keeping a listing or having a key gives no right (REFERRALS 6)."""
    keys = new_keys()
    async with house.calling("referrals", "admin") as admin:
        asked = await admin.post(
            "/partners",
            json={
                "legal_name": "Quay Street Counselling (invented)",
                "organizations": [],
                "email": "hello@quay-street.example",
                "nats_key": keys.public,
            },
        )
        partner = asked.json()["id"]
        before = await _lets_in(house, keys.seed)
        approved = await admin.post(f"/partners/{partner}/approval")
        await until(lambda: _lets_in(house, keys.seed))
        suspended = await admin.post(f"/partners/{partner}/suspension")

    assert [asked.status_code, approved.is_success, suspended.is_success, before] == [201, True, True, False]
    await until(lambda: _shuts_out(house, keys.seed))


async def _lets_in(house: House, seed: str) -> bool:
    client = Client()
    try:
        await client.connect(house.nats_url, nkeys_seed_str=seed, allow_reconnect=False, error_cb=_quiet)
    except (nats.errors.Error, OSError):
        return False
    finally:
        await client.close()
    return True


async def _quiet(_error: Exception) -> None:
    """Being refused is what this is about."""


async def _shuts_out(house: House, seed: str) -> bool:
    return not await _lets_in(house, seed)
