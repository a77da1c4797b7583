"""Bringing feeds into the directory of a running house, and taking its public listings out."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import BinaryIO

import httpx
import msgspec
from msgspec import Struct

from services.local.callers import Answered, refusal
from shared.contracts.imports import ImportProgress, ImportReport
from shared.errors import Problem, Refusal, Unavailable

ENDINGS = frozenset({".json", ".ndjson", ".jsonl", ".csv", ".xlsx", ".zip"})
NOBODY = msgspec.Raw(b"null")
STEPS = {"accept": "application/x-ndjson"}
LONG = httpx.Timeout(30, read=None, write=None)  # a large feed takes as long as it takes
Progress = Callable[[int], None]
Part = tuple[str, tuple[str, BinaryIO]]


class NothingToImport(Refusal):
    """There is no file of a feed here: JSON, NDJSON, CSV, XLSX or a zip."""


class Cut(Unavailable):
    """The directory stopped answering in the middle. What it had answered is in; import again to bring in the rest."""


class Wanted(Struct, frozen=True, kw_only=True):
    """What to bring in, and how it is to be read."""

    where: str  # a file, a folder or an address
    format: str = "auto"
    source: str | None = None
    mapping: Path | None = None

    @property
    def address(self) -> str | None:
        """Set for a live Open Referral UK API."""
        return self.where if self.where.startswith(("http://", "https://")) else None

    @property
    def name(self) -> str | None:
        """Under which name the feed is known next time."""
        return self.source or (None if self.address else Path(self.where).absolute().stem)

    @property
    def asked(self) -> dict[str, str]:
        """The query of the request."""
        known = {"format": self.format, "source": self.name, "url": self.address}
        return {key: value for key, value in known.items() if value is not None}


def bring_in(client: httpx.Client, wanted: Wanted, progress: Progress) -> ImportReport:
    """Import; raises `NothingToImport`, `Answered` in the directory's own words, `Unavailable`."""
    with ExitStack() as opened:
        files = [] if wanted.address else _files(Path(wanted.where))
        parts: list[Part] = [("file", (file.name, opened.enter_context(file.open("rb")))) for file in files]
        if wanted.mapping:
            parts.append(("mapping", ("mapping.toml", opened.enter_context(wanted.mapping.open("rb")))))
        request = client.build_request(
            "POST", "/manage/imports", params=wanted.asked, headers=STEPS, files=parts or None, timeout=LONG
        )
        return _imported(client, request, progress)


def bring_in_documents(client: httpx.Client, source: str, documents: Iterable[object]) -> ImportReport:
    """Import Open Referral documents that are at hand."""
    body = msgspec.json.Encoder().encode_lines(list(documents))
    headers = {**STEPS, "content-type": "application/x-ndjson"}
    asked = {"format": "ndjson", "source": source}
    request = client.build_request("POST", "/manage/imports", params=asked, headers=headers, content=body, timeout=LONG)
    return _imported(client, request, lambda _read: None)


def public_listings(client: httpx.Client) -> Iterator[bytes]:
    """Every public listing, a line of JSON each."""
    with client.stream("GET", "/changes", params={"since": 0}, timeout=None) as answer:
        if not answer.is_success:
            answer.read()
            raise refusal(answer)
        for line in answer.iter_lines():
            change = msgspec.json.decode(line, type=_Change)
            if change.service != NOBODY:
                yield bytes(change.service)


class _Change(Struct, frozen=True, kw_only=True):
    service: msgspec.Raw = NOBODY


def _imported(client: httpx.Client, request: httpx.Request, progress: Progress) -> ImportReport:
    try:
        with closing(client.send(request, stream=True)) as answer:
            if not answer.is_success:
                answer.read()
                raise refusal(answer)
            return _report(answer.iter_lines(), progress)
    except httpx.HTTPError as error:
        raise Cut from error


def _report(lines: Iterable[str], progress: Progress) -> ImportReport:
    for line in lines:
        step = msgspec.json.decode(line, type=dict[str, object])
        if "id" in step:
            return msgspec.convert(step, ImportReport)
        if "status" in step:
            problem = msgspec.convert(step, Problem)
            raise Answered(problem.detail, problem.errors)
        progress(msgspec.convert(step, ImportProgress).read)
    raise Cut


def _files(where: Path) -> list[Path]:
    if where.is_file():
        return [where]
    found = sorted(file for file in where.rglob("*") if file.is_file() and file.suffix.lower() in ENDINGS)
    if not found:
        raise NothingToImport(f"{where}: {NothingToImport().detail}")
    return found
