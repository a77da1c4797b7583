"""Turns the lines of an official file into a file of postcodes, and counts what became of each line."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from shared.contracts.places import Point
from shared.places import postcode_file
from shared.places.official import Line
from shared.places.postcode import read
from shared.places.refusals import NotAPostcode, UnusableFile

Progress = Callable[[int], None]

TELL_EVERY = 20_000
SHOWN = 100
ENDED = "no longer in use"
REPEATED = "said more than once"
NO_POSITION = "no position in the file"


class Located(Struct, frozen=True, kw_only=True):
    """A postcode and where it is; ended: it is no longer in use."""

    postcode: str
    point: Point
    ended: bool = False


class LeftOut(Struct, frozen=True, kw_only=True):
    """A sound line that we do not need."""

    reason: str


class Refused(Struct, frozen=True, kw_only=True):
    """A line that is wrong: where, what stands there, and why it cannot be used."""

    file: str
    line: int
    field: str
    value: str
    reason: str


Judged = Located | LeftOut | Refused


class Imported(Struct, frozen=True, kw_only=True):
    """What became of each line: `read` is `kept` with all of `left_out` and `refused`."""

    read: int
    kept: int
    left_out: dict[str, int]
    refused: dict[str, int]
    first_refused: tuple[Refused, ...]


class Tally:
    """Counts lines as they pass."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.read = self.located = 0
        self.left_out = Counter[str]()
        self.refused = Counter[str]()
        self.first_refused: list[Refused] = []

    def pass_on(self, judged: Iterable[Judged]) -> Iterator[tuple[str, float, float, bool]]:
        """Rows to write of those lines which have a place."""
        for one in judged:
            self.read += 1
            if self.read % TELL_EVERY == 0:
                self._progress(self.read)
            match one:
                case Located(postcode=postcode, point=point, ended=ended):
                    self.located += 1
                    yield postcode, point.latitude, point.longitude, ended
                case LeftOut(reason=reason):
                    self.left_out[reason] += 1
                case Refused():
                    self._refuse(one)
        self._progress(self.read)

    def _refuse(self, refused: Refused) -> None:
        self.refused[refused.reason] += 1
        if len(self.first_refused) < SHOWN:
            self.first_refused.append(refused)


def write(judged: Iterable[Judged], target: Path, progress: Progress) -> Imported:
    """Write `target` anew in one step. Raises UnusableFile, with `target` as it was, if most lines are wrong."""
    tally = Tally(progress)
    with postcode_file.replacing(target) as connection:
        different = postcode_file.stage(connection, tally.pass_on(judged))
        _believable(tally)
        kept = postcode_file.finish(connection)
    counts = tally.left_out + Counter({REPEATED: tally.located - different, ENDED: different - kept})
    return Imported(
        read=tally.read,
        kept=kept,
        left_out=dict(counts),
        refused=dict(tally.refused),
        first_refused=tuple(tally.first_refused),
    )


def _believable(tally: Tally) -> None:
    wrong = tally.refused.total()
    if tally.located and wrong <= tally.located:
        return
    reasons = "; ".join(f"{reason} ({count} lines)" for reason, count in tally.refused.most_common(3))
    raise UnusableFile(
        f"{wrong} of {tally.read} lines cannot be used, so this is probably another kind of file. "
        f"Nothing was changed. {reasons}".strip()
    )


def judge(line: Line, postcode: str, point: Point | None, *, ended: bool = False) -> Judged:
    """A line whose position could be read, or has none."""
    try:
        whole = read(postcode).whole
    except NotAPostcode:
        whole = None
    if whole is None:
        return refuse(line, "postcode", postcode, "The postcode is not a whole UK postcode.")
    if point is None:
        return LeftOut(reason=NO_POSITION)
    if not in_uk(point):
        position = f"{point.latitude:.5f} {point.longitude:.5f}"
        return refuse(line, "position", position, "The position is outside the United Kingdom.")
    return Located(postcode=whole, point=point, ended=ended)


def in_uk(point: Point) -> bool:
    """Within the box around the United Kingdom, the Channel Islands and the Isle of Man."""
    return 49 <= point.latitude <= 61 and -9 <= point.longitude <= 2  # noqa: PLR2004 -- the box, in degrees


def refuse(line: Line, field: str, value: str, reason: str) -> Refused:
    """A line with its wrong field; the value cut to what fits a screen."""
    return Refused(file=line.file, line=line.number, field=field, value=value[:60], reason=reason)
