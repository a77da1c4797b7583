"""Makes a question of a request: codes checked, the place found, the text understood. All faults at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct
from rapidfuzz import fuzz, process

from services.matcher.model import Question, Sex, Wanted
from shared.contracts.matches import MatchRequest, PlaceAsked
from shared.contracts.needs import Need, Understood
from shared.contracts.places import Point, Precision
from shared.errors import Fault, Invalid
from shared.needs.hearing import heard
from shared.needs.interpreter import Interpreter
from shared.needs.words import words
from shared.places.gazetteer import Gazetteer
from shared.places.refusals import NotAPostcode, UnknownPostcode

DEFAULT_KM = 25.0  # where a place is given and no limit
MOST_HEARD = 8  # needs heard in a text
CLOSE = 60  # likeness of two codes, of 100, to be worth a "did you mean"

Where = tuple[Point, Precision]


class Asking(Struct, frozen=True):
    """What requests are looked up in."""

    vocabulary: Mapping[str, Need]
    interpreter: Interpreter
    gazetteer: Gazetteer

    def question(self, request: MatchRequest, now: datetime) -> tuple[Question, tuple[Understood, ...]]:
        """The question and what was understood of the text. Raises `Invalid` with every fault."""
        where = self._where(request.place)
        faults = [*self._unknown(request), *_nothing_asked(request), *(where if isinstance(where, list) else [])]
        if faults or isinstance(where, list):
            raise Invalid(faults=faults)
        understood = tuple(self.interpreter.understand(request.text, MOST_HEARD)) if request.text else ()
        return self._question(request, now, where, understood), understood

    def _question(
        self, request: MatchRequest, now: datetime, where: Where | None, understood: Sequence[Understood]
    ) -> Question:
        needs = tuple(self._wanted(request, understood))
        text = _said(request.text or "")
        named = {stem: word for need in needs for stem, word in _said(need.name).items()}
        point, precision = where or (None, None)
        return Question(
            now=now,
            needs=needs,
            words={**named, **text},
            text_stems=frozenset(text),
            point=point,
            precision=precision,
            max_km=(request.max_km or DEFAULT_KM) if point else None,
            age=request.age,
            languages=request.languages,
            access=frozenset(request.access),
            attend=frozenset(request.attend),
            when=frozenset(request.when),
            kinds=frozenset(request.kinds),
            sex=_sex(request.sex),
            free=request.cost == "free",
            hours=request.hours,
            routes=frozenset(request.routes),
            earlier={earlier.service_id: earlier.reason for earlier in request.earlier},
            exclude=frozenset(request.exclude),
            seed=request.seed,
            limit=request.limit,
        )

    def _wanted(self, request: MatchRequest, understood: Sequence[Understood]) -> Iterator[Wanted]:
        """Needs asked for, in their order, then those heard in the text, weighed by how clearly they were heard."""
        asked: dict[str, float] = {}
        for need in request.needs:
            asked[need.code] = max(need.weight, asked.get(need.code, 0))
        for code, weight in asked.items():
            yield Wanted(code=code, name=self.vocabulary[code].name, weight=weight)
        for one in understood:
            if one.code and one.code not in asked:
                name = self.vocabulary[one.code].name
                yield Wanted(code=one.code, name=name, weight=one.confidence, sure=one.confidence)

    def _where(self, place: PlaceAsked | None) -> Where | list[Fault] | None:
        if place is None:
            return None
        if faults := list(_place_faults(place)):
            return faults
        if place.latitude is not None and place.longitude is not None:
            return Point(latitude=place.latitude, longitude=place.longitude), Precision.POINT
        try:
            found = self.gazetteer.find(place.postcode or "")
        except (NotAPostcode, UnknownPostcode) as refusal:
            return [Fault(field="place.postcode", message=refusal.detail)]
        return found.point, found.precision

    def _unknown(self, request: MatchRequest) -> Iterator[Fault]:
        for at, need in enumerate(request.needs):
            if need.code not in self.vocabulary:
                close = process.extractOne(need.code, list(self.vocabulary), scorer=fuzz.ratio, score_cutoff=CLOSE)
                hint = f" Did you mean {close[0]!r}?" if close else ""
                yield Fault(field=f"needs[{at}].code", message=f"There is no such need in the vocabulary.{hint}")


def _nothing_asked(request: MatchRequest) -> Iterator[Fault]:
    if not request.needs and not (request.text and request.text.strip()):
        for field in ("needs", "text"):
            yield Fault(field=field, message="Give at least one need, or some text that says what help is for.")


def _place_faults(place: PlaceAsked) -> Iterator[Fault]:
    point = (place.latitude, place.longitude)
    if place.postcode is not None and point != (None, None):
        yield Fault(field="place.postcode", message="Give a postcode, or a latitude and a longitude, but not both.")
    elif place.postcode is None and point == (None, None):
        for field in ("postcode", "latitude", "longitude"):
            yield Fault(field=f"place.{field}", message="Give a postcode, or a latitude and a longitude.")
    elif place.postcode is None:
        for field, value in zip(("latitude", "longitude"), point, strict=True):
            if value is None:
                yield Fault(field=f"place.{field}", message="Latitude and longitude go together: give both.")


def _sex(asked: str | None) -> Sex | None:
    return "female" if asked == "female" else "male" if asked == "male" else None


def _said(text: str) -> dict[str, str]:
    """The telling stems of a text with the words as they were said, without what it says is no problem."""
    return {
        mark.stem: text[mark.start : mark.end].lower()
        for part in heard(text, words(text))
        for mark in part.marks
        if mark.stem.isalnum()
    }
