"""Can this process do its work? Each part registers a check beside itself."""

from collections.abc import Awaitable, Callable

from msgspec import Struct

from shared.errors import Fault, Unavailable

Check = Callable[[], Awaitable[None]]


class Health(Struct, frozen=True, kw_only=True):
    """`live`, or `ready` with the parts that were asked."""

    status: str
    parts: tuple[str, ...] = ()


class NotReady(Unavailable):
    """Some parts are not working yet."""


class Readiness:
    """The checks of one process. A check raises `Unavailable` with what is missing."""

    def __init__(self, checks: dict[str, Check]) -> None:
        self._checks = checks

    async def check(self) -> Health:
        """Ask every part; raise `NotReady` naming all that do not work."""
        missing = [fault for name, check in self._checks.items() if (fault := await _ask(name, check))]
        if missing:
            raise NotReady(faults=missing)
        return Health(status="ready", parts=tuple(self._checks))


async def _ask(name: str, check: Check) -> Fault | None:
    try:
        await check()
    except Unavailable as refusal:
        return Fault(field=name, message=refusal.detail)
    return None
