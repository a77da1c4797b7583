"""Code-Point Open, in the layouts in which it is published."""

import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from shared.contracts.places import Point, Precision
from shared.places.code_point_open import import_code_point_open
from shared.places.distance import distance_km
from shared.places.gazetteer import Gazetteer
from shared.places.imports import Imported
from shared.places.refusals import UnusableFile

REST = '"S92000003","","S08000020","","S12000033","S13002842"'
ABERDEEN = f'"AB101AB",10,394235,806529,{REST}'
LONDON = '"SE1 7PB",10,530625,178388,"E92000001","","E18000007","","E09000022","E05000434"'
UNPLACED = f'"AB992XX",90,0,0,{REST}'


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "postcodes.sqlite"


def import_lines(target: Path, *lines: str) -> Imported:
    source = target.with_name("ab.csv")
    source.write_text("\n".join([*lines, ""]))
    return import_code_point_open(source, target, lambda _: None)


def test_the_zip_is_read_as_published(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "codepo_gb.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ,EA,NO\nPostcode,Quality,Eastings,Northings\n")
        archive.writestr("Data/CSV/ab.csv", ABERDEEN + "\n" + UNPLACED + "\n")
        archive.writestr("Data/CSV/se.csv", LONDON + "\n")

    imported = import_code_point_open(source, target, lambda _: None)

    assert (imported.read, imported.kept, imported.left_out) == (3, 2, {"no position in the file": 1})


def test_an_unpacked_folder_is_read(tmp_path: Path, target: Path) -> None:
    folder = tmp_path / "codepo_gb" / "Data" / "CSV"
    folder.mkdir(parents=True)
    (folder / "ab.csv").write_text(ABERDEEN + "\n")

    imported = import_code_point_open(tmp_path / "codepo_gb", target, lambda _: None)

    assert imported.kept == 1


def test_grid_positions_become_degrees(target: Path) -> None:
    """The place is within a metre of OS test point TP09, which the Helmert transform meets within five."""
    import_lines(target, LONDON)

    with closing(Gazetteer.load(target)) as gazetteer:
        place = gazetteer.find("SE17PB")

    assert place.precision is Precision.POSTCODE
    assert distance_km(place.point, Point(latitude=51.48936565, longitude=-0.11992557)) < 0.006


def test_each_wrong_line_is_named_and_counted(target: Path) -> None:
    imported = import_lines(
        target,
        ABERDEEN,
        LONDON,
        ABERDEEN.replace("1AB", "1AD"),
        ABERDEEN.replace("1AB", "1AE"),
        '"AB101AF",10',
        f'"AB101AG",10,east,806529,{REST}',
        f'"AB101AH",10,394235,9806529,{REST}',
        f'"AB1",10,394235,806529,{REST}',
    )

    assert (imported.read, imported.kept) == (8, 4)
    assert [(wrong.file, wrong.line, wrong.field) for wrong in imported.first_refused] == [
        ("ab.csv", 5, "line"),
        ("ab.csv", 6, "easting, northing"),
        ("ab.csv", 7, "easting, northing"),
        ("ab.csv", 8, "postcode"),
    ]


def test_another_download_is_refused_and_nothing_is_written(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "ONSPD.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("Data/ONSPD_NOV_2024_UK.csv", "pcd,pcds,doterm,lat,long\n")

    with pytest.raises(UnusableFile) as refusal:
        import_code_point_open(source, target, lambda _: None)

    assert "holds none of the files" in refusal.value.detail
    assert not target.exists()
