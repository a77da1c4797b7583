"""Places of postcodes, and the outward code of a point."""

from pathlib import Path

import pytest

from shared.contracts.places import Place, Point, Precision
from shared.places.distance import distance_km
from shared.places.gazetteer import Gazetteer
from shared.places.refusals import NoOutcodeNear, NotAPostcode, UnknownPostcode, UnusableFile

STECHFORD = Point(latitude=52.4806, longitude=-1.8015)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.load(None)


def test_a_whole_postcode_is_placed_at_its_sector_and_says_so(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("b338th")

    assert (place.precision, place.postcode, place.outcode) == (Precision.SECTOR, "B33 8TH", "B33")
    assert distance_km(place.point, STECHFORD) < 2


def test_an_outward_code_alone_is_enough(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("EC1A")

    assert (place.precision, place.postcode, place.outcode) == (Precision.OUTCODE, None, "EC1A")


def test_an_unknown_sector_is_placed_at_its_outward_code(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("B33 5TH")

    assert place.precision is Precision.OUTCODE


def test_northern_ireland_is_known_by_outward_codes(gazetteer: Gazetteer) -> None:
    place = gazetteer.find("BT1 5GS")

    assert place.precision is Precision.OUTCODE
    assert distance_km(place.point, Point(latitude=54.597, longitude=-5.930)) < 2


def test_a_postcode_that_nothing_is_known_of_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(UnknownPostcode) as refusal:
        gazetteer.find("ZZ9 9ZZ")

    assert refusal.value.status == 422


def test_what_is_no_postcode_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(NotAPostcode) as refusal:
        gazetteer.find("Hounslow")

    assert refusal.value.status == 422


@pytest.mark.parametrize("outcode", ["B33", "ZE1", "TR21", "BT1", "EC1A", "JE2"])
def test_the_centroid_of_an_outward_code_is_nearest_to_itself(gazetteer: Gazetteer, outcode: str) -> None:
    near = gazetteer.outcode_near(gazetteer.find(outcode).point)

    assert near == outcode


@pytest.mark.parametrize(
    "abroad",
    [Point(latitude=48.8566, longitude=2.3522), Point(latitude=53.35, longitude=-6.26), Point(latitude=0, longitude=0)],
)
def test_a_point_abroad_has_no_outward_code(gazetteer: Gazetteer, abroad: Point) -> None:
    with pytest.raises(NoOutcodeNear) as refusal:
        gazetteer.outcode_near(abroad)

    assert refusal.value.status == 422


def test_a_file_of_postcodes_that_is_not_there_yet_is_no_error(tmp_path: Path) -> None:
    gazetteer = Gazetteer.load(tmp_path / "postcodes.sqlite")

    assert gazetteer.find("B33 8TH").precision is Precision.SECTOR


@pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to be looked at" * 50])
def test_a_file_that_no_import_wrote_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "postcodes.sqlite"
    path.write_bytes(content)

    with pytest.raises(UnusableFile) as refusal:
        Gazetteer.load(path)

    assert "Import it again" in refusal.value.detail


def test_a_place_that_was_given_as_a_point_needs_no_postcode() -> None:
    place = Place(point=STECHFORD, precision=Precision.POINT)

    assert (place.postcode, place.outcode) == (None, None)


def test_distance_follows_the_ellipsoid() -> None:
    """Flinders Peak to Buninyong, the published example of Geoscience Australia: 54,972.271 m (on GRS 80)."""
    flinders = Point(latitude=-37.951033417, longitude=144.424867889)
    buninyong = Point(latitude=-37.652821139, longitude=143.926495528)

    km = distance_km(flinders, buninyong)

    assert km == pytest.approx(54.972271, abs=1e-5)
