"""What a question costs as the directory grows: ratios of one run, printed, and asserted loosely."""

import statistics
import time
from collections.abc import Callable
from math import sqrt
from random import Random
from uuid import UUID

import pytest
from msgspec.structs import replace

from matcher_parts import NOW, TODAY, WEIGHTS, asking, listing, mark, question, read
from services.matcher.answering import answer
from services.matcher.index.shelf import BATCH, Shelf
from services.matcher.index.snapshot import Snapshot
from services.matcher.model import Area, Offer, Places, Question, Spot
from services.matcher.search import candidates
from shared.contracts.matches import MatchRequest
from shared.contracts.places import Point, Precision
from shared.contracts.words import Access, Attendance, Kind, Route, ServiceId
from shared.needs.words import words

pytestmark = pytest.mark.bench

HERE = Point(latitude=52.48, longitude=-1.8)
PER_SQUARE_KM = 0.4  # as many listings to an area whatever the size of the country
QUESTIONS = 60
SENTENCES = (
    "A weekly group where people learn ways to settle worry and panic, with tea afterwards.",
    "Debt advice, help with letters from bailiffs and with budgeting.",
    "A worker of your own who helps with housing, rent arrears and repairs.",
    "Courses in English, maths and computers, with a quiet room.",
    "Walking and gardening in company, at your own pace.",
    "Help to find part-time work, write a CV and practise interviews.",
)


def country(count: int) -> list[Offer]:
    """Generated listings around one town, at the same density for any count; three in ten by phone as well."""
    chance = Random(count)  # noqa: S311 -- nothing secret
    codes = sorted(asking().vocabulary)
    texts = [{word.stem: 1 for word in words(sentence) if not word.silent} for sentence in SENTENCES]
    half = sqrt(count / PER_SQUARE_KM) / 2 / 111.2
    return [_listing(chance, at, half, codes, texts) for at in range(count)]


def _listing(chance: Random, at: int, half: float, codes: list[str], texts: list[dict[str, int]]) -> Offer:
    north, east = chance.uniform(-half, half), chance.uniform(-half, half) / 0.61
    point = Point(latitude=HERE.latitude + north, longitude=HERE.longitude + east)
    text = {**chance.choice(texts), f"name{at % 5000}": 3}
    phone = chance.random() < 0.3
    return Offer(
        id=ServiceId(UUID(int=chance.getrandbits(128))),
        version=1,
        name=f"Listing {at}",
        organisation=f"Organisation {at // 4}",
        status="active",
        kind=chance.choice(list(Kind)),
        needs=dict.fromkeys(chance.sample(codes, 4), 100),
        words=text,
        length=sum(text.values()),
        spots=(Spot(point=point, has=frozenset({Access.STEP_FREE})),),
        areas=(_round_about(point),) if phone else (),
        attend=frozenset({Attendance.IN_PERSON, Attendance.PHONE} if phone else {Attendance.IN_PERSON}),
        routes=frozenset({Route.REFERRAL}),
        places=Places(available=chance.randint(0, 9), counted=TODAY),
        waiting_weeks=chance.choice([None, 1.0, 4.0]),
        assured=TODAY,
    )


def _round_about(point: Point) -> Area:
    south, west = point.latitude - 0.2, point.longitude - 0.3
    north, east = point.latitude + 0.2, point.longitude + 0.3
    return Area(name="Round about", rings=(((west, south), (east, south), (east, north), (west, north)),))


def built(offers: list[Offer]) -> Snapshot:
    shelf = Shelf()
    for offer in offers:
        shelf.put(offer.id, offer.version, offer, NOW)
    return shelf.current()


def questions() -> list[Question]:
    """Two needs and a text, from places within a few kilometres, fifteen kilometres around."""
    chance = Random(7)  # noqa: S311 -- nothing secret
    codes = sorted(asking().vocabulary)
    found = question(text="worried about rent and letters from bailiffs")
    return [
        replace(
            found,
            needs=tuple(need for code in chance.sample(codes, 2) for need in question(needs=[{"code": code}]).needs),
            point=Point(latitude=HERE.latitude + chance.uniform(-0.05, 0.05), longitude=HERE.longitude),
            precision=Precision.POINT,
            max_km=15.0,
        )
        for _ in range(QUESTIONS)
    ]


def taken(act: Callable[[Question], object], over: list[Question]) -> list[float]:
    """Seconds for each, sorted, the better of two rounds."""
    rounds: list[list[float]] = []
    for _ in range(2):
        times: list[float] = []
        for one in over:
            started = time.perf_counter()
            act(one)
            times.append(time.perf_counter() - started)
        rounds.append(times)
    return sorted(map(min, *rounds))


def test_the_cost_follows_what_is_in_reach() -> None:
    asked, everywhere = questions(), [replace(one, max_km=19_999.0) for one in questions()]
    middles: dict[int, float] = {}
    for count in (10_000, 100_000):
        offers = country(count)
        started = time.perf_counter()
        snapshot = built(offers)
        building = time.perf_counter() - started

        ranked = taken(lambda one, of=snapshot: answer(of, one, WEIGHTS, (), explain=False), asked)
        found = taken(lambda one, of=snapshot: candidates(of, one, WEIGHTS, beyond=False), asked)
        scanned = taken(lambda one, of=snapshot: candidates(of, one, WEIGHTS, beyond=False), everywhere)

        middles[count] = statistics.median(ranked)
        searching = statistics.median(found)
        share = searching / statistics.median(scanned)
        print(
            f"\n{count:>7} listings: built in {building:.1f} s; whole answer p50 {1000 * middles[count]:.2f} ms, "
            f"p99 {1000 * ranked[int(0.99 * len(ranked))]:.2f} ms; search p50 {1000 * searching:.2f} ms, "
            f"{share:.2f} of a scan of the same arrays"
        )
        assert share < 1.2
    print(f"ten times the country costs {middles[100_000] / middles[10_000]:.2f} times as much")
    assert middles[100_000] / middles[10_000] < 5


def test_a_burst_of_changes_is_taken_in_by_layers() -> None:
    offers = country(10_000)
    shelf = Shelf()
    started = time.perf_counter()
    for offer in offers:
        shelf.put(offer.id, 1, offer, NOW)
    shelf.current()
    first = time.perf_counter() - started
    started = time.perf_counter()
    for offer in offers:
        shelf.put(offer.id, 2, offer, NOW)
    shelf.current()
    again = time.perf_counter() - started
    started = time.perf_counter()
    for version, offer in enumerate(offers[:50], start=3):
        shelf.put(offer.id, version, offer, NOW)
        shelf.current()
    single = (time.perf_counter() - started) / 50

    print(
        f"\n10,000 new listings in {first:.2f} s, 10,000 changes in {again:.2f} s, one change by itself in "
        f"{1000 * single:.2f} ms, which is {single / first:.5f} of building all; {BATCH} are taken in together"
    )
    assert again < 10 * first
    assert single < first


def test_reading_a_listing_from_its_words_against_reading_its_codes() -> None:
    about = SENTENCES[0]
    coded = listing("Calm Hour", description=about, attributes=(mark("need", "anxiety"),))
    plain = listing("Calm Hour", description=about)

    def seconds(of: object) -> float:
        started = time.perf_counter()
        for _ in range(200):
            read(of)  # pyright: ignore[reportArgumentType] -- a listing
        return (time.perf_counter() - started) / 200

    with_codes, from_words = seconds(coded), seconds(plain)

    print(f"\nread with codes {1000 * with_codes:.2f} ms, from words {1000 * from_words:.2f} ms")
    assert from_words < 100 * with_codes


def test_a_request_from_its_words_to_its_answer() -> None:
    snapshot = built(country(10_000))
    request = MatchRequest(text="scared to go outside since my accident", max_km=15)

    asked, understood = asking().question(request, NOW)
    times = taken(lambda _: answer(snapshot, *(asked, WEIGHTS, understood), explain=True), [asked] * 30)
    understanding = taken(lambda _: asking().question(request, NOW), [asked] * 30)

    print(
        f"\nno place, 10,000 listings: answer p50 {1000 * times[15]:.2f} ms; "
        f"understanding the text p50 {1000 * understanding[15]:.2f} ms"
    )
    assert understood
