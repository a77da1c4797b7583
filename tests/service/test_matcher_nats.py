"""The matcher on a real broker, as the user that it is there."""

from uuid import uuid4

import httpx
import msgspec

from conftest import Broker
from fakes import MovableClock, Tokens, eventually
from matcher_parts import listing, mark
from services.matcher.app import create_app
from services.matcher.settings import Settings
from shared.bus import Bus, Stream
from shared.contracts.events import Event, ListingPublished
from shared.contracts.open_referral import Service
from shared.contracts.words import Role, ServiceId

DIRECTORY = Stream(
    name="DIRECTORY",
    subjects=("directory.services.*", "directory.internal.*", "directory.directives.*"),
    latest_only=True,
)


async def publish(bus: Bus, service: Service, kind: str, version: int, clock: MovableClock) -> None:
    data = ListingPublished(
        service_id=ServiceId(service.id), version=version, service=service, internal=kind == "internal"
    )
    event = Event(id=uuid4(), source="/directory", type="listing.published.v1", time=clock.now(), data=data)
    await bus.publish(f"directory.{kind}.{service.id}", msgspec.json.encode(event), id=str(event.id))


async def test_it_reads_the_directory_from_the_broker_and_follows_it(
    broker: Broker, tokens: Tokens, clock: MovableClock
) -> None:
    """R105, R38."""
    directory = broker.user("directory")
    await directory.open()
    await directory.ensure(DIRECTORY)
    code = "debt"
    await publish(directory, listing("Budget Corner", attributes=(mark("need", code),)), "services", 1, clock)
    await publish(directory, listing("Our Adviser", attributes=(mark("need", code),)), "internal", 1, clock)
    settings = Settings(issuer="http://issuer.test", jwks_url="http://issuer.test/jwks", nats_url=broker.url)
    app = create_app(settings, verifier=tokens.verifier, bus=broker.user("matcher"), clock=clock.now)
    transport = httpx.ASGITransport(app)  # pyright: ignore[reportArgumentType] -- Litestar's scope is narrower

    async with app.lifespan(), httpx.AsyncClient(transport=transport, base_url="http://matcher.test") as client:

        async def ready() -> bool:
            return (await client.get("/health/ready")).status_code == 200

        async def found(name: str) -> bool:
            body = {"needs": [{"code": code}]}
            answer = await client.post("/matches", json=body, headers=tokens.bearer(Role.CASE_WORKER))
            return name in {match["name"] for match in answer.json()["matches"]}

        await eventually(ready)
        first = await found("Budget Corner"), await found("Our Adviser"), await found("Later")
        await publish(directory, listing("Later", attributes=(mark("need", code),)), "services", 1, clock)
        await eventually(lambda: found("Later"))
        after = await found("Later")
    await directory.close()

    assert first == (True, True, False)
    assert after
