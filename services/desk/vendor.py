"""Take the built style sheet and script out of an unpacked govuk-frontend package.

`python -m services.desk.vendor FOLDER` writes them, with versions and hashes, under `static`.
What belongs to gov.uk alone stays behind: its typeface, its crest, and its name in the font list.
"""

import re
import sys
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

STATIC = Path(__file__).parent / "static"
RECORD = STATIC / "VENDORED.toml"
NAME, LICENCE = "govuk-frontend", "MIT"
FILES = {
    "dist/govuk/govuk-frontend.min.css": "vendor/govuk-frontend.min.css",
    "dist/govuk/govuk-frontend.min.js": "vendor/govuk-frontend.min.js",
}
TYPEFACE = re.compile(r"(/\*! Copyright \(c\) 2011[^*]*\*/)?@font-face\{[^}]*\}")
FONTS = re.compile(r"GDS Transport,arial,sans-serif")
PICTURES = re.compile(r"url\(/assets/[^)]*\)")
MAP = re.compile(r"\n?//# sourceMappingURL=\S+\s*$")


class Vendored(Struct, frozen=True, kw_only=True):
    """A file that came from elsewhere: as it was published, and as it is here."""

    path: str
    origin: str
    sha256_published: str
    sha256: str


class Record(Struct, frozen=True, kw_only=True):
    """What is in `static/VENDORED.toml`."""

    name: str
    version: str
    licence: str
    files: tuple[Vendored, ...]


class _Package(Struct, frozen=True, kw_only=True):
    version: str


def ours(text: str) -> str:
    """The file without what belongs to gov.uk, with our font list in its place."""
    text = TYPEFACE.sub("", text)
    text = FONTS.sub("var(--wayfare-font)", text)
    return MAP.sub("\n", PICTURES.sub("none", text))


def take(package: Path, static: Path = STATIC) -> Record:
    """Write the files under `static` and say what they are."""
    version = msgspec.json.decode((package / "package.json").read_bytes(), type=_Package).version
    files = tuple(_copy(package / origin, origin, path, static) for origin, path in FILES.items())
    return Record(name=NAME, version=version, licence=LICENCE, files=files)


def recorded() -> Record:
    """What `VENDORED.toml` says."""
    return msgspec.toml.decode(RECORD.read_bytes(), type=Record)


def written(record: Record) -> str:
    """The record as a file that people can read."""
    head = [f'name = "{record.name}"', f'version = "{record.version}"', f'licence = "{record.licence}"']
    fields = Vendored.__struct_fields__
    parts = [["", "[[files]]", *(f'{name} = "{getattr(file, name)}"' for name in fields)] for file in record.files]
    return "\n".join([*head, *(line for part in parts for line in part)]) + "\n"


def _copy(published: Path, origin: str, path: str, static: Path) -> Vendored:
    raw = published.read_bytes()
    kept = ours(raw.decode()).encode()
    (static / path).parent.mkdir(parents=True, exist_ok=True)
    (static / path).write_bytes(kept)
    return Vendored(path=path, origin=origin, sha256_published=sha256(raw).hexdigest(), sha256=sha256(kept).hexdigest())


if __name__ == "__main__":
    RECORD.write_text(written(take(Path(sys.argv[1]))))
