"""How an import is told: its report, or a line for each step."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable

import msgspec
from litestar.response import Stream

from services.directory.actions.importing import Steps
from services.directory.api.answers import NDJSON, ndjson
from shared.contracts.imports import ImportProgress, ImportReport
from shared.errors import Problem, Refusal

Step = ImportProgress | ImportReport


async def closing(steps: Steps, close: Callable[[], None]) -> Steps:
    """The same steps; `close` is called after the last, however they end."""
    try:
        async for step in steps:
            yield step
    finally:
        close()


async def told(steps: Steps, accept: str, request_id: str) -> ImportReport | Stream:
    """The first step is made before anything is answered, so that a feed that cannot be read is refused as such."""
    first = await anext(steps)
    if NDJSON in accept:
        return ndjson(lambda: _lines(first, steps, request_id))
    return await _last(first, steps)


async def _last(first: Step, steps: AsyncIterator[Step]) -> ImportReport:
    report = first if isinstance(first, ImportReport) else None
    async for step in steps:
        report = step if isinstance(step, ImportReport) else report
    if report is None:
        raise LookupError("an import ends with its report")
    return report


async def _lines(first: Step, steps: AsyncIterator[Step], request_id: str) -> AsyncGenerator[bytes]:
    """Where it cannot go on, the last line is a problem instead of the report."""
    yield _line(first)
    try:
        async for step in steps:
            yield _line(step)
    except Refusal as refusal:
        yield _line(
            Problem(
                type=refusal.type(),
                title=refusal.title(),
                status=refusal.status,
                detail=refusal.detail,
                request_id=request_id,
                errors=refusal.faults,
            )
        )


def _line(step: object) -> bytes:
    return msgspec.json.encode(step) + b"\n"
