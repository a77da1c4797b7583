"""The bundled centroids against published addresses."""

import csv
import os
from pathlib import Path

import pytest

from shared.places.gazetteer import Gazetteer
from shared.places.refusals import NotAPostcode, UnknownPostcode

DATA = Path(os.environ.get("WAYFARE_REAL_DATA", Path(__file__).parents[3] / "shared" / "data"))


@pytest.mark.skipif(not DATA.exists(), reason="the published data sets are not here")
@pytest.mark.parametrize(
    ("file", "column"),
    [
        ("jobcentres/jobcentres.csv", "Postcode"),
        ("libraries/libraries_england_2023.csv", "postcode"),
        ("nhs/gp_practices.csv", "postcode"),
    ],
)
def test_nearly_every_published_postcode_is_found(file: str, column: str) -> None:
    gazetteer = Gazetteer.load(None)
    with (DATA / file).open(encoding="utf-8-sig", errors="replace", newline="") as rows:
        postcodes = [row[column] for row in csv.DictReader(rows)]

    found = [postcode for postcode in postcodes if is_found(gazetteer, postcode)]

    assert len(found) > 0.995 * len(postcodes)


def is_found(gazetteer: Gazetteer, postcode: str) -> bool:
    try:
        gazetteer.find(postcode)
    except (NotAPostcode, UnknownPostcode):
        return False
    return True
