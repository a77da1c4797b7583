"""Official postcodes come into a running house, and the services go on with them."""

from pathlib import Path

import httpx

from end_to_end.houses import House, until

ONSPD = """pcds,doterm,lat,long
"WV1 9ZX","","52.585110","-2.128430"
"WV1 9ZY","","not a number","-2.128430"
"""


async def test_an_imported_postcode_is_known_to_the_postcode_and_the_answer_says_so(
    house: House, tmp_path: Path
) -> None:
    """R57: every answer states how precisely the place was known."""
    file = tmp_path / "ONSPD_AUG_2026_UK.csv"
    file.write_text(ONSPD)
    before = await precision(house, "WV1 9ZX")

    done = house.run("import", str(file), "--format", "onspd")

    assert done.returncode == 2, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert before == "sector"
    await until(lambda: _known(house))
    await until(lambda: _well(house))


async def _well(house: House) -> bool:
    """The others are back too, for the tests that come after."""
    return house.run("doctor").returncode == 0


async def _known(house: House) -> bool:
    try:
        return await precision(house, "WV1 9ZX") == "postcode"
    except httpx.HTTPError:
        return False  # the matcher is starting again


async def precision(house: House, postcode: str) -> str:
    async with house.calling("matcher", "case_worker") as matcher:
        asked = {"needs": [{"code": "anxiety"}], "place": {"postcode": postcode}}
        answer = await matcher.post("/matches", json=asked)
        return answer.raise_for_status().json()["place"]["precision"]
