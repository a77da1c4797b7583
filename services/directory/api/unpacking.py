"""Takes the files out of a zip, as many and as long as a feed may have."""

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from services.directory.feeds.records import UnreadableFeed

MOST_FILES = 200
MOST_BYTES = 4 * 1024**3  # of all files together
PIECE = 1024 * 1024


def unpacked(name: str, path: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """The name of each file, and where it lies now. Names are never used as paths. Raises `UnreadableFeed`."""
    folder.mkdir()
    left = MOST_BYTES
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if _wanted(member)]
            if len(members) > MOST_FILES:
                raise UnreadableFeed(f"{name} holds more than {MOST_FILES} files.")
            for number, member in enumerate(members):
                place = folder / str(number)
                left -= _copy(archive, member, place, left)
                yield PurePosixPath(member.filename).name, place
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnreadableFeed(f"{name} is not a zip that can be read: {error}") from None


def _wanted(member: zipfile.ZipInfo) -> bool:
    """Files, without those that some systems add by themselves."""
    parts = PurePosixPath(member.filename).parts
    return not member.is_dir() and "__MACOSX" not in parts and not parts[-1].startswith(".")


def _copy(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, left: int) -> int:
    """The bytes copied. Raises `UnreadableFeed` where they are too many, whatever the zip says of itself."""
    copied = 0
    with archive.open(member) as source, place.open("wb") as target:
        while piece := source.read(PIECE):
            copied += len(piece)
            if copied > left:
                raise UnreadableFeed(f"The zip holds more than {MOST_BYTES} bytes.")
            target.write(piece)
    return copied
