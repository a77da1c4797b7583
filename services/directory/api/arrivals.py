"""Brings what was sent to a folder on disk, however long it is, and opens it for reading."""

from collections.abc import AsyncIterator
from contextlib import ExitStack
from mmap import ACCESS_READ, mmap
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from litestar import Request
from litestar.datastructures import State, UploadFile

from services.directory.api.unpacking import unpacked
from services.directory.feeds.choosing import Format, named_for
from services.directory.feeds.records import Content
from shared.callers import Caller
from shared.contracts.imports import FeedAddress

PIECE = 1024 * 1024
SHORT = 4096  # bytes; an address is not longer
Sent = Request[Caller | None, str | None, State]


class Arrival:
    """Files that have arrived, by name. Close it when they have been read."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(TemporaryDirectory(prefix="wayfare-feed-")))
        self._count = 0
        self.files: dict[str, Content] = {}
        self.mapping: str | None = None

    def close(self) -> None:
        """Let go of the files and remove them."""
        self._stack.close()

    async def body(self, pieces: AsyncIterator[bytes], format: Format, media_type: str) -> None:
        """A file that came without a name."""
        path = await self._written(pieces)
        self._add(named_for(self._open(path), format, media_type), path)

    async def upload(self, sent: UploadFile) -> None:
        """A file of a form."""
        self._add(sent.filename, await self._written(_pieces(sent)))

    @property
    def url(self) -> str | None:
        """The address of a live feed, where that is all that was sent."""
        only = next(iter(self.files.values()), b"")
        if len(self.files) != 1 or len(only) > SHORT:
            return None
        try:
            return msgspec.json.decode(bytes(only), type=FeedAddress).url
        except msgspec.DecodeError:
            return None

    async def _written(self, pieces: AsyncIterator[bytes]) -> Path:
        self._count += 1
        path = self._folder / str(self._count)
        with path.open("wb") as file:
            async for piece in pieces:
                file.write(piece)
        return path

    def _add(self, name: str, path: Path) -> None:
        """A zip gives the files in it."""
        if not name.lower().endswith(".zip"):
            self.files[name] = self._open(path)
            return
        for inside, place in unpacked(name, path, path.with_suffix(".d")):
            self.files[inside] = self._open(place)

    def _open(self, path: Path) -> Content:
        if path.stat().st_size == 0:
            return b""
        with path.open("rb") as file:
            return self._stack.enter_context(mmap(file.fileno(), 0, access=ACCESS_READ))


async def arrive(request: Sent, format: Format) -> Arrival:
    """Everything that came with a request: one body, a form with files, or a zip. Raises `UnreadableFeed`."""
    arrival = Arrival()
    with ExitStack() as undo:
        undo.callback(arrival.close)
        if request.content_type[0] == "multipart/form-data":
            await _from_form(request, arrival)
        else:
            await arrival.body(request.stream(), format, request.content_type[0])
        undo.pop_all()
    return arrival


async def _from_form(request: Sent, arrival: Arrival) -> None:
    for name, value in (await request.form()).multi_items():
        if isinstance(value, UploadFile) and name == "mapping":
            arrival.mapping = (await value.read()).decode(errors="replace")
        elif isinstance(value, UploadFile):
            await arrival.upload(value)
        elif name == "mapping":
            arrival.mapping = str(value)


async def _pieces(sent: UploadFile) -> AsyncIterator[bytes]:
    while piece := await sent.read(PIECE):
        yield piece
