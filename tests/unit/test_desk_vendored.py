"""What came from elsewhere is what it says, and what belongs to gov.uk alone is not here."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from services.desk.settings import Settings
from services.desk.vendor import STATIC, ours, recorded, take, written
from services.desk.web.brand import sheet
from services.desk.web.kit import Kit

OTHERS = ("GDS Transport", "govuk-crest", "Margaret Calvert", "/assets/")
GOV_UK_BLUE = "#1d70b8"


def brand_settings(colour: str) -> Settings:
    return Settings(
        issuer="http://i",
        jwks_url="http://i/jwks",
        oidc_issuer="http://i",
        oidc_client_id="desk",
        oidc_client_secret="secret",
        cookie_secret="c" * 32,
        brand_colour=colour,
    )


def test_every_vendored_file_is_as_recorded() -> None:
    record = recorded()

    hashes = {file.path: sha256((STATIC / file.path).read_bytes()).hexdigest() for file in record.files}

    assert (record.name, record.version, record.licence) == ("govuk-frontend", "6.3.0", "MIT")
    assert hashes == {file.path: file.sha256 for file in record.files}
    assert (STATIC / "vendor" / "LICENSE.txt").is_file()


def test_nothing_is_vendored_that_is_not_recorded() -> None:
    known = {file.path for file in recorded().files} | {"vendor/LICENSE.txt"}

    found = {str(path.relative_to(STATIC)) for path in (STATIC / "vendor").rglob("*") if path.is_file()}

    assert found == known


def test_what_belongs_to_gov_uk_alone_is_not_here() -> None:
    text = "".join((STATIC / file.path).read_text() for file in recorded().files)

    assert [name for name in OTHERS if name in text] == []


def test_the_colours_of_the_place_stand_over_those_of_the_kit() -> None:
    css = sheet(brand_settings("#223344"))

    assert "--govuk-brand-colour:#223344" in css
    assert GOV_UK_BLUE not in css


def test_taking_a_package_writes_what_is_here(tmp_path: Path) -> None:
    package = tmp_path / "package"
    (package / "dist/govuk").mkdir(parents=True)
    (package / "package.json").write_text('{"version": "1.2.3"}')
    (package / "dist/govuk/govuk-frontend.min.css").write_text("a{font-family:GDS Transport,arial,sans-serif}")
    (package / "dist/govuk/govuk-frontend.min.js").write_text("1\n//# sourceMappingURL=x.map\n")

    record = take(package, tmp_path)

    assert (tmp_path / "vendor/govuk-frontend.min.css").read_text() == "a{font-family:var(--wayfare-font)}"
    assert (tmp_path / "vendor/govuk-frontend.min.js").read_text() == "1\n"
    assert 'version = "1.2.3"' in written(record)


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        ("@font-face{font-family:GDS Transport;src:url(/assets/fonts/x.woff)}b{c:d}", "b{c:d}"),
        ("e{background:url(/assets/images/govuk-crest.svg)}", "e{background:none}"),
        ("f{g:h}", "f{g:h}"),
    ],
)
def test_fonts_and_pictures_stay_behind(published: str, kept: str) -> None:
    assert ours(published) == kept


def test_the_macros_render_the_kits_own_examples() -> None:
    """The pair of versions fits: set WAYFARE_GOVUK_FRONTEND to the unpacked package to run this."""
    folder = os.environ.get("WAYFARE_GOVUK_FRONTEND")
    if not folder:
        pytest.skip("no unpacked govuk-frontend: set WAYFARE_GOVUK_FRONTEND")
    kit = Kit()

    different = [
        f"{path.parent.name}: {fixture['name']}"
        for path in sorted(Path(folder).glob("dist/govuk/components/*/fixtures.json"))
        for fixture in json.loads(path.read_text())["fixtures"]
        if None not in fixture["options"].values()  # our kit leaves out what is None
        if squeezed(str(kit(path.parent.name, **fixture["options"]))) != squeezed(fixture["html"])
    ]

    assert different == []


def squeezed(html: str) -> str:
    """Without white space and the ways of writing a quotation mark, which do not matter."""
    same = html.replace("&#34;", "&quot;").replace("&#x27;", "&#39;")
    return "".join(same.split())
