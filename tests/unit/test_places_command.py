"""The command that imports official files."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from shared.places.__main__ import main

ONSPD = "pcd,pcds,doterm,lat,long\n" + "".join(f"B33 8T{end},B33 8T{end},,52.48,-1.78\n" for end in "ABDE")
CODE_POINT = '"AB101AB",10,394235,806529,"S92000003"\n'


@pytest.mark.parametrize(("name", "content"), [("onspd", ONSPD), ("code-point-open", CODE_POINT)])
def test_a_sound_file_is_put_in_place(tmp_path: Path, name: str, content: str) -> None:
    source, target = tmp_path / "source.csv", tmp_path / "postcodes.sqlite"
    source.write_text(content)

    result = CliRunner().invoke(main, [name, str(source), str(target)])

    assert (result.exit_code, target.exists()) == (0, True)
    assert "postcodes are in place" in result.stdout


def test_wrong_lines_are_named_and_the_rest_is_put_in_place(tmp_path: Path) -> None:
    source, target = tmp_path / "source.csv", tmp_path / "postcodes.sqlite"
    source.write_text(ONSPD + "NOT ONE,NOT ONE,,52,-1\n")

    result = CliRunner().invoke(main, ["onspd", str(source), str(target)])

    assert (result.exit_code, target.exists()) == (2, True)
    assert "4 of 5 postcodes are in place" in result.stdout
    assert "source.csv line 6, postcode 'NOT ONE': The postcode is not a whole UK postcode." in result.stdout


def test_a_file_of_another_kind_changes_nothing(tmp_path: Path) -> None:
    source, target = tmp_path / "source.csv", tmp_path / "postcodes.sqlite"
    source.write_text("name,address\n")

    result = CliRunner().invoke(main, ["onspd", str(source), str(target)])

    assert (result.exit_code, target.exists()) == (1, False)
    assert "has no column pcds, lat, long, doterm in its first line. Nothing was changed." in result.stderr
