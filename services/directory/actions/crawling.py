"""Reads a live Open Referral UK API: every page of `/services`, and each service whole."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import msgspec
from msgspec import Struct

from services.directory.feeds import open_referral
from services.directory.feeds.records import Found, Refused
from services.directory.feeds.tidying import is_list, is_mapping
from shared.errors import Fault, Invalid, Unavailable

Outside = Callable[[], httpx.AsyncClient]
TOGETHER = 8  # questions at one time
MOST_PAGES = 100_000
LONGEST = 64 * 1024 * 1024  # bytes of one answer


class FeedUnavailable(Unavailable):
    """The other directory does not answer as an Open Referral UK API. What was read before stays imported."""


class _Page(Struct, frozen=True, kw_only=True):
    contents: list[object]
    total_pages: int | None = None
    last_page: bool | None = None


def outside(transport: httpx.AsyncBaseTransport | None = None) -> httpx.AsyncClient:
    """A client for other people's directories. It follows them about their own host and to no other."""
    return httpx.AsyncClient(
        transport=transport,
        timeout=30,
        follow_redirects=True,
        headers={"accept": "application/json"},
        event_hooks={"response": [_stay]},
    )


async def _stay(answer: httpx.Response) -> None:
    """Raises `FeedUnavailable` where a directory would send us to another host: it might be one that only we reach."""
    asked = answer.request.url
    if answer.has_redirect_location and (to := asked.join(answer.headers["location"])).host != asked.host:
        raise FeedUnavailable(f"{asked} sends us to {to.host}. If that is right, import from there.")


def base_of(url: str) -> str:
    """The base address of an API. Raises `Invalid` for what is not a web address."""
    address = httpx.URL(url.strip())
    if address.scheme not in ("http", "https") or not address.host:
        raise Invalid(faults=[Fault(field="url", message="This is not a web address. Write it whole: https://…")])
    return str(address.copy_with(query=None, fragment=None)).rstrip("/").removesuffix("/services")


async def crawl(client: httpx.AsyncClient, base: str) -> AsyncIterator[list[Found]]:
    """The services of each page. A service that cannot be read whole is refused, and says why."""
    number = 0
    for page_number in range(1, MOST_PAGES + 1):
        page = await _page(client, base, page_number)
        numbered = list(enumerate(page.contents, number + 1))
        number += len(numbered)
        for start in range(0, len(numbered), TOGETHER):
            some = numbered[start : start + TOGETHER]
            yield await asyncio.gather(*(_whole(client, base, record, at) for at, record in some))
        if not page.contents or _is_last(page, page_number):
            return


def _is_last(page: _Page, number: int) -> bool:
    return bool(page.last_page) or (page.total_pages is not None and number >= page.total_pages)


async def _page(client: httpx.AsyncClient, base: str, number: int) -> _Page:
    url = f"{base}/services?page={number}"
    try:
        return _read_page(await _get(client, url))
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError) as error:
        raise FeedUnavailable(f"{url} did not answer with a page of services: {error}") from None


def _read_page(body: bytes) -> _Page:
    given: object = msgspec.json.decode(body)
    if is_list(given):
        return _Page(contents=list(given), last_page=True)
    return msgspec.convert(given, _Page)


async def _whole(client: httpx.AsyncClient, base: str, record: object, number: int) -> Found:
    named = record.get("id") if is_mapping(record) else None
    if not isinstance(named, str):
        return open_referral.found(record, number, base, number)
    url = f"{base}/services/{named}"
    try:
        given: object = msgspec.json.decode(await _get(client, url))
    except (FeedUnavailable, msgspec.DecodeError, RecursionError) as error:
        fault = Fault(field="", message=f"{url} could not be read: {error}")
        return Refused(faults=(open_referral.remark(fault, number, base, named),))
    return open_referral.found(given, number, base, number)


async def _get(client: httpx.AsyncClient, url: str) -> bytes:
    try:
        async with client.stream("GET", url) as answer:
            if not answer.is_success:
                raise FeedUnavailable(f"{url} answered {answer.status_code}.")
            return await _body(answer, url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FeedUnavailable(f"{url} does not answer: {error or type(error).__name__}") from None


async def _body(answer: httpx.Response, url: str) -> bytes:
    """What was answered, unpacked; no more of it is held than a page may be long."""
    body = bytearray()
    async for piece in answer.aiter_bytes():
        body += piece
        if len(body) > LONGEST:
            raise FeedUnavailable(f"{url} answers with more than {LONGEST} bytes.")
    return bytes(body)
