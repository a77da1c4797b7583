"""The index: versions, layers, places and words."""

from uuid import UUID

import numpy as np
import pytest
from hypothesis import given as holds_for
from hypothesis import strategies as st
from msgspec.structs import replace

from matcher_parts import HERE, NOW, answered, asked, directory, north_of, offer, service_id
from services.matcher.coverage import covers
from services.matcher.index import spots
from services.matcher.index.earth import distances_km, position
from services.matcher.index.shelf import BATCH, Shelf
from services.matcher.index.table import halves
from services.matcher.model import Area, Covers, Spot
from shared.contracts.places import Point, Precision
from shared.contracts.words import ServiceId
from shared.places.distance import distance_km

BRITAIN = st.builds(Point, latitude=st.floats(49.5, 61), longitude=st.floats(-8.5, 2))


@holds_for(BRITAIN, BRITAIN)
def test_distances_over_arrays_are_those_that_people_are_shown(a: Point, b: Point) -> None:
    (ranked,) = distances_km(np.array([position(b)]), a)

    shown = distance_km(a, b)

    assert ranked == pytest.approx(shown, rel=2e-5, abs=0.001)


@holds_for(st.lists(BRITAIN, max_size=30), BRITAIN, st.floats(0.1, 500))
def test_what_is_near_is_what_a_look_at_everything_finds(points: list[Point], here: Point, radius: float) -> None:
    given_at = [offer(f"At {at}", spots=(Spot(point=point),)) for at, point in enumerate(points)]
    everywhere = spots.spots(given_at)

    found = spots.near(everywhere, here, radius)

    apart = distances_km(np.array([position(point) for point in points]).reshape(-1, 3), here)
    assert list(found.rows) == [row for row, km in enumerate(apart) if km <= radius]


def test_a_version_that_is_not_higher_changes_nothing() -> None:
    shelf = Shelf()
    shelf.put(service_id("A"), 5, offer("A", needs={"debt": 100}), NOW)
    before = shelf.current()

    shelf.put(service_id("A"), 5, offer("A"), NOW)
    shelf.put(service_id("A"), 4, None, NOW)

    assert shelf.current() is before


def test_a_tombstone_removes_and_an_older_version_does_not_bring_it_back() -> None:
    shelf = Shelf()
    shelf.put(service_id("A"), 2, offer("A"), NOW)
    shelf.put(service_id("A"), 3, None, NOW)
    shelf.put(service_id("A"), 1, offer("A"), NOW)

    assert (shelf.current().services, shelf.current().words) == (0, 0)


def test_a_service_may_come_back_after_its_tombstone() -> None:
    shelf = Shelf()
    for version, one in enumerate((offer("A"), None, offer("A")), start=1):
        shelf.put(service_id("A"), version, one, NOW)
        shelf.current()

    assert shelf.current().services == 1


def test_a_snapshot_stays_as_it_was() -> None:
    shelf = Shelf()
    shelf.put(service_id("A"), 1, offer("A"), NOW)
    before = shelf.current()

    shelf.put(service_id("A"), 2, None, NOW)

    assert shelf.current().services == 0
    assert before.services == 1
    assert before.layers[0].count == 1


def test_many_changes_are_taken_in_together() -> None:
    shelf = Shelf()
    many = [offer(f"Many {at}", words={"word": 1}, length=1) for at in range(4 * BATCH)]
    waiting: list[int] = []

    for one in many:
        shelf.put(one.id, 1, one, NOW)
        waiting.append(shelf.waiting)

    assert waiting.count(0) == 4
    assert shelf.current().services == len(many)
    assert [part.count for part in shelf.current().layers] == [len(many)]


def test_one_change_never_moves_all_the_others() -> None:
    shelf = Shelf()
    for at in range(BATCH):
        shelf.put(service_id(f"Old {at}"), 1, offer(f"Old {at}"), NOW)
    large = shelf.current().layers[0].layer

    shelf.put(service_id("Old 3"), 2, offer("Old 3", needs={"debt": 100}), NOW)

    assert shelf.current().layers[0].layer is large
    assert shelf.current().services == BATCH
    assert [part.count for part in shelf.current().layers] == [BATCH - 1, 1]


@holds_for(st.lists(st.tuples(st.integers(0, 8), st.booleans(), st.booleans()), max_size=40))
def test_counts_follow_every_change(changes: list[tuple[int, bool, bool]]) -> None:
    shelf = Shelf()
    here: dict[int, str] = {}
    for version, (which, stays, look) in enumerate(changes, start=1):
        word = f"word{version % 3}"
        one = offer(f"A {which}", words={word: 2}, length=2) if stays else None
        shelf.put(service_id(f"A {which}"), version, one, NOW)
        here = {**here, which: word} if stays else {at: said for at, said in here.items() if at != which}
        if look:
            shelf.current()

    found = shelf.current()

    spread = {word: list(here.values()).count(word) for word in ("word0", "word1", "word2")}
    numbers = {word: found.numbers.find(word) for word in spread}
    assert found.services == len(here)
    assert found.words == 2 * len(here)
    assert {word: int(found.spread[at]) for word, at in numbers.items() if at is not None} == {
        word: count for word, count in spread.items() if numbers[word] is not None
    }


def test_ids_that_differ_in_one_half_are_different() -> None:
    """Ids of a feed are kept as they are, whatever they look like."""
    ids = [ServiceId(UUID(int=1)), ServiceId(UUID(int=1 << 64))]
    both = [offer("Low"), offer("High")]
    low, high = (replace(one, id=given) for one, given in zip(both, ids, strict=True))

    found = answered([low, high], asked(exclude=frozenset({ids[0]})))

    assert [match.name for match in found.matches] == ["High"]
    assert halves(1 << 64) == (1, 0)


TRIANGLE = ((0.0, 50.0), (2.0, 50.0), (1.0, 52.0))


@pytest.mark.parametrize(
    ("latitude", "longitude", "precision", "found"),
    [
        (50.5, 1.0, Precision.POINT, Covers.YES),
        (51.9, 0.2, Precision.POINT, Covers.NO),
        (49.99, 1.0, Precision.POINT, Covers.NO),
        (49.99, 1.0, Precision.SECTOR, Covers.UNSURE),
        (49.97, 1.0, Precision.SECTOR, Covers.NO),
        (49.97, 1.0, Precision.OUTCODE, Covers.UNSURE),
    ],
)
def test_an_area_covers_what_is_inside_it(
    latitude: float, longitude: float, precision: Precision, found: Covers
) -> None:
    area = Area(name="Triangle", rings=(TRIANGLE,))

    assert covers((area,), Point(latitude=latitude, longitude=longitude), precision) is found


def test_one_area_that_is_only_named_leaves_it_open() -> None:
    drawn, named = Area(name="Triangle", rings=(TRIANGLE,)), Area(name="Round about")

    assert covers((drawn, named), HERE, Precision.POINT) is Covers.UNSURE
    assert covers((), HERE, Precision.POINT) is Covers.UNSURE
    assert covers((named, Area(everywhere=True)), HERE, Precision.POINT) is Covers.YES


def test_far_offers_are_found_out_of_reach_in_a_large_directory() -> None:
    """Where a directory is too large to look at whole, what is a little too far is still told."""
    crowd = [offer(f"Crowd {at}", needs={"debt": 100}, spots=(Spot(point=north_of(HERE, 300)),)) for at in range(3100)]
    little = offer("A little too far", spots=(Spot(point=north_of(HERE, 30)),))
    snapshot = directory(*crowd, little)

    found = answered([*crowd, little], asked(max_km=25.0))

    assert snapshot.places == 3101
    assert [out.name for out in found.ruled_out] == ["A little too far"]
