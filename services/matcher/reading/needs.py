"""The needs that a listing meets: those its keeper has named, else a guess from its words."""

from collections.abc import Iterator, Mapping

from services.matcher.model import CONFIRMED
from services.matcher.reading.marks import of_type, said_yes, slug
from services.matcher.reading.wording import categories
from shared.contracts.needs import Closeness
from shared.contracts.open_referral import Service
from shared.needs.interpreter import Interpreter
from shared.needs.vocabulary import Vocabulary

MOST_SURE = 95  # of a guess, in hundredths
AS_SURE = {Closeness.EXACT: 90, Closeness.CLOSE: 75, Closeness.NARROW: 60, Closeness.BROAD: 45}


class Needs:
    """Reads needs with the vocabulary that people's words are understood by."""

    def __init__(self, vocabulary: Vocabulary, interpreter: Interpreter) -> None:
        self._codes = frozenset(need.code for need in vocabulary.needs)
        self._interpreter = interpreter
        self._related: dict[str, list[tuple[str, int]]] = {}
        for need in vocabulary.needs:
            for term in need.related:
                self._related.setdefault(slug(term.term), []).append((need.code, AS_SURE[term.relation]))

    def of(self, service: Service) -> Mapping[str, int]:
        """Code to how sure, in hundredths. Codes of another vocabulary are left to the words."""
        named = [code for code in said_yes(of_type(service.attributes, "need")) if code in self._codes]
        return dict.fromkeys(named, CONFIRMED) if named else self._guessed(service)

    def _guessed(self, service: Service) -> dict[str, int]:
        told = categories(service.attributes)
        about = " ".join(filter(None, (service.description, service.eligibility_description)))
        guesses: dict[str, int] = {}
        for code, sure in (*self._by_words(service.name, about, told), *self._by_terms(told)):
            guesses[code] = max(guesses.get(code, 0), min(MOST_SURE, sure))
        return guesses

    def _by_words(self, name: str, about: str, told: tuple[str, ...]) -> Iterator[tuple[str, int]]:
        for understood in self._interpreter.needs_of_listing(name, about, told):
            if understood.code:
                yield understood.code, round(understood.confidence * 100)

    def _by_terms(self, told: tuple[str, ...]) -> Iterator[tuple[str, int]]:
        """Terms of Open Eligibility that the vocabulary relates to its needs."""
        for name in told:
            yield from self._related.get(slug(name), ())
