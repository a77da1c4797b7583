"""The interpreter: what a person says, and what a listing says, as needs of the vocabulary or of any other list."""

from collections.abc import Sequence

from shared.contracts.needs import Term, Understood
from shared.needs.hearing import Hearing, surest
from shared.needs.listings import Listings
from shared.needs.terms import TermInterpreter
from shared.needs.vocabulary import Vocabulary

ECHO = 0.4  # of the surest need: what is weaker is noise beside it


class Interpreter:
    """Understands everyday words; pure, and safe to share once built."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._codes = [need.code for need in vocabulary.needs]
        self._hearing = Hearing(vocabulary)
        self._listings = Listings(vocabulary.needs)

    def understand(self, text: str, limit: int = 5) -> list[Understood]:
        """Needs heard in the first 2,000 characters (200 words), the surest first; equal ones by code.

        A need that is denied ("no problems with housing") is left out. Confidence: 0.97 for a phrase of the
        vocabulary, about 0.8 with a typing error, lower where only words overlap.
        """
        hits = surest(self._hearing.hits(text))
        least = ECHO * max((hit.confidence for hit in hits), default=0.0)
        found = [
            Understood(text=text[hit.start : hit.end], code=self._codes[hit.subject], confidence=hit.confidence)
            for hit in hits
            if hit.confidence >= least
        ]
        return sorted(found, key=_surest_first)[:limit]

    def of_terms(self, terms: Sequence[Term]) -> TermInterpreter:
        """An interpreter of somebody else's list, which answers with the ids of that list."""
        return TermInterpreter(self._hearing, terms)

    def needs_of_listing(self, name: str, description: str = "", categories: Sequence[str] = ()) -> list[Understood]:
        """Needs that a service seems to meet, from the words of its listing, the surest first.

        A guess for listings that carry no needs: 0.9 and more where a category or the name says it, less where only
        the description does.
        """
        found = [
            Understood(text=clue.text, code=self._codes[clue.need], confidence=round(clue.confidence, 2))
            for clue in self._listings.clues(name, description, categories)
        ]
        return sorted(found, key=_surest_first)


def _surest_first(understood: Understood) -> tuple[float, str]:
    return -understood.confidence, understood.code or ""
