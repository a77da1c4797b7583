"""The ONS Postcode Directory, in the layouts in which it is published."""

import zipfile
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from shared.contracts.places import Place, Point, Precision
from shared.places.gazetteer import Gazetteer
from shared.places.imports import Imported
from shared.places.onspd import import_onspd
from shared.places.refusals import UnusableFile

HEADER = (
    "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,nhser,"
    "ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,npark,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,"
    "msoa11,wz11,sicbl,bua24,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,msoa21"
)
LATER_HEADER = (
    "pcd7,pcd8,pcds,dointr,doterm,cty25cd,ced25cd,lad25cd,wd25cd,parncp25cd,usrtypind,east1m,north1m,gridind,hlth19cd,"
    "nhser24cd,ctry25cd,rgn25cd,lat,long,lep21cd1,lep21cd2,pfa23cd,imd20ind,icb23cd,oa21cd"
)

BIRMINGHAM = {"pcds": "B33 8TH", "lat": "52.481320", "long": "-1.785370"}
BELFAST = {"pcds": "BT1 5GS", "lat": "54.596580", "long": "-5.930120"}
ENDED = {"pcds": "B33 8TJ", "doterm": "199606", "lat": "52.482000", "long": "-1.790000"}
RECODED = {"pcds": "AB1 0AA", "doterm": "199606", "lat": "57.101474", "long": "-2.242851"}
JERSEY = {"pcds": "JE2 3XP", "lat": "99.999999", "long": "0.000000"}


def csv_of(*rows: Mapping[str, str], header: str = HEADER) -> str:
    quoted = [",".join(f'"{row.get(column, "")}"' for column in header.split(",")) for row in rows]
    return "\r\n".join([header, *quoted, ""])


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "places" / "postcodes.sqlite"


def import_rows(target: Path, *rows: Mapping[str, str], header: str = HEADER) -> Imported:
    source = target.parent.parent / "ONSPD_NOV_2024_UK.csv"
    source.write_text(csv_of(*rows, header=header), encoding="utf-8")
    return import_onspd(source, target, lambda _: None)


def find(target: Path, postcode: str) -> Place:
    with closing(Gazetteer.load(target)) as gazetteer:
        return gazetteer.find(postcode)


def test_a_postcode_is_found_where_the_directory_says(target: Path) -> None:
    import_rows(target, BIRMINGHAM)

    place = find(target, "b338th")

    assert (place.precision, place.postcode, place.point) == (
        Precision.POSTCODE,
        "B33 8TH",
        Point(latitude=52.48132, longitude=-1.78537),
    )


@pytest.mark.parametrize("inside", ["Data/ONSPD_NOV_2024_UK.csv", "ONSPD_NOV_2024/Data/ONSPD_NOV_2024_UK.csv"])
def test_the_zip_is_read_as_published(tmp_path: Path, target: Path, inside: str) -> None:
    source = tmp_path / "ONSPD_NOV_2024.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "Documents/Country names and codes UK as at 08_12.csv", "CTRY12CD,CTRY12NM\nE92000001,England\n"
        )
        archive.writestr("Data/multi_csv/ONSPD_NOV_2024_UK_B.csv", csv_of(BIRMINGHAM))
        archive.writestr(inside, csv_of(BIRMINGHAM, BELFAST))

    imported = import_onspd(source, target, lambda _: None)

    assert (imported.read, imported.kept) == (2, 2)


def test_an_unpacked_folder_with_files_by_area_is_read(tmp_path: Path, target: Path) -> None:
    folder = tmp_path / "ONSPD" / "Data" / "multi_csv"
    folder.mkdir(parents=True)
    (folder / "ONSPD_NOV_2024_UK_B.csv").write_text(csv_of(BIRMINGHAM))
    (folder / "ONSPD_NOV_2024_UK_BT.csv").write_text(csv_of(BELFAST))

    imported = import_onspd(tmp_path / "ONSPD", target, lambda _: None)

    assert (imported.read, imported.kept) == (2, 2)


@pytest.mark.parametrize("header", [LATER_HEADER, LATER_HEADER.upper()])
def test_later_column_names_are_read(target: Path, header: str) -> None:
    row = {name: value for key, value in BIRMINGHAM.items() for name in (key, key.upper())}

    imported = import_rows(target, row, header=header)

    assert imported.kept == 1


def test_northern_ireland_gains_sectors(target: Path) -> None:
    import_rows(target, BELFAST)

    place = find(target, "BT1 5AA")

    assert (place.precision, place.point) == (Precision.SECTOR, Point(latitude=54.59658, longitude=-5.93012))


def test_a_postcode_no_longer_in_use_is_left_out_where_its_sector_lives(target: Path) -> None:
    imported = import_rows(target, BIRMINGHAM, ENDED)

    assert (imported.kept, imported.left_out) == (1, {"no longer in use": 1})
    assert find(target, "B33 8TJ").precision is Precision.SECTOR


def test_a_postcode_no_longer_in_use_is_kept_where_nothing_else_is_left_of_its_sector(target: Path) -> None:
    imported = import_rows(target, BIRMINGHAM, RECODED)

    assert imported.kept == 2
    assert find(target, "AB1 0AA").precision is Precision.POSTCODE
    assert find(target, "AB1 0ZZ").precision is Precision.SECTOR
    assert find(target, "AB1").precision is Precision.OUTCODE


@pytest.mark.parametrize("backwards", [False, True])
def test_a_postcode_in_use_goes_before_the_same_one_that_ended(target: Path, *, backwards: bool) -> None:
    rows = [BIRMINGHAM, BIRMINGHAM | {"doterm": "199606", "lat": "52.0"}]

    imported = import_rows(target, *(reversed(rows) if backwards else rows))

    assert (imported.kept, imported.left_out) == (1, {"said more than once": 1})
    assert find(target, "B33 8TH").point.latitude == 52.48132


def test_a_postcode_without_a_position_is_left_out(target: Path) -> None:
    imported = import_rows(target, BIRMINGHAM, JERSEY, {"pcds": "GY1 1AA"})

    assert (imported.kept, imported.left_out) == (1, {"no position in the file": 2})


def test_each_wrong_line_is_named_and_counted(target: Path) -> None:
    imported = import_rows(
        target,
        BIRMINGHAM,
        BELFAST,
        BIRMINGHAM | {"pcds": "B33 8AB"},
        {"pcds": "NOT ONE", "lat": "52.1", "long": "-1.2"},
        {"pcds": "B33 8AA", "lat": "north", "long": "-1.2"},
        {"pcds": "B33 8AD", "lat": "-1.2", "long": "52.1"},
    )

    assert (imported.read, imported.kept) == (6, 3)
    assert [(wrong.line, wrong.field, wrong.value) for wrong in imported.first_refused] == [
        (5, "postcode", "NOT ONE"),
        (6, "lat, long", "north, -1.2"),
        (7, "position", "-1.20000 52.10000"),
    ]
    assert sum(imported.refused.values()) == 3


def test_only_the_first_hundred_wrong_lines_are_shown_but_all_are_counted(target: Path) -> None:
    good = [BIRMINGHAM | {"pcds": f"B{number} 8TH"} for number in range(1, 100)]
    more = [BIRMINGHAM | {"pcds": f"M{number} 8TH"} for number in range(1, 100)]

    imported = import_rows(target, *good, *more, *[{"pcds": "NOT ONE"}] * 120)

    assert (len(imported.first_refused), imported.refused) == (100, {"The postcode is not a whole UK postcode.": 120})


def test_every_line_is_accounted_for(target: Path) -> None:
    imported = import_rows(target, BIRMINGHAM, BIRMINGHAM, BELFAST, ENDED, RECODED, JERSEY, {"pcds": "NOT ONE"})

    assert imported.read == 7
    assert imported.read == imported.kept + sum(imported.left_out.values()) + sum(imported.refused.values())


def test_progress_is_told_while_reading_and_at_the_end(tmp_path: Path, target: Path) -> None:
    told: list[int] = []
    source = tmp_path / "ONSPD_NOV_2024_UK.csv"
    source.write_text(csv_of(*[BIRMINGHAM] * 20_001))

    import_onspd(source, target, told.append)

    assert told == [20_000, 20_001]


BAD = {
    "other columns": (
        csv_of(header="postcode,easting,northing").encode(),
        "has no column pcds, lat, long, doterm",
    ),
    "nothing": (b"", "Nothing was changed"),
    "only a header": (csv_of().encode(), "Nothing was changed"),
    "mostly wrong": (csv_of(BIRMINGHAM, {"pcds": "X"}, {"pcds": "Y"}).encode(), "2 of 3 lines cannot be used"),
    "a broken zip": (b"PK\x03\x04 and then nothing of use", "Nothing was changed"),
    "bytes of another kind": (bytes(range(256)) * 20, "Nothing was changed"),
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_file_is_refused_and_what_was_there_stays(tmp_path: Path, target: Path, bad: str) -> None:
    import_rows(target, BIRMINGHAM)
    before = target.read_bytes()
    content, words = BAD[bad]
    source = tmp_path / "ONSPD_BAD_UK.csv"
    source.write_bytes(content)

    with pytest.raises(UnusableFile) as refusal:
        import_onspd(source, target, lambda _: None)

    assert words in refusal.value.detail
    assert target.read_bytes() == before
    assert list(target.parent.iterdir()) == [target]


def test_a_zip_cut_short_is_refused_and_nothing_is_written(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "ONSPD.zip"
    with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Data/ONSPD_NOV_2024_UK.csv", csv_of(*[BIRMINGHAM] * 2_000))
    whole = source.read_bytes()
    source.write_bytes(whole[:100] + bytes(200) + whole[300:])

    with pytest.raises(UnusableFile) as refusal:
        import_onspd(source, target, lambda _: None)

    assert "Download it again" in refusal.value.detail
    assert list(target.parent.iterdir()) == []


def test_another_download_is_refused(tmp_path: Path, target: Path) -> None:
    source = tmp_path / "codepo_gb.zip"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("Data/CSV/ab.csv", '"AB10 1AB",10,394235,806529\n')

    with pytest.raises(UnusableFile) as refusal:
        import_onspd(source, target, lambda _: None)

    assert "holds none of the files" in refusal.value.detail


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, target: Path) -> None:
    with pytest.raises(UnusableFile) as refusal:
        import_onspd(tmp_path / "missing.zip", target, lambda _: None)

    assert "missing.zip" in refusal.value.detail


def test_a_running_reader_keeps_its_file_while_a_new_one_takes_its_place(target: Path) -> None:
    import_rows(target, BIRMINGHAM)
    with closing(Gazetteer.load(target)) as running:
        import_rows(target, BELFAST)

        kept = running.find("B33 8TH")

    assert kept.precision is Precision.POSTCODE
    assert find(target, "B33 8TH").precision is Precision.SECTOR
