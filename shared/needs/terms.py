"""Terms: anybody's own list of needs understood by its names, its descriptions, and by way of the vocabulary."""

from collections.abc import Sequence

from shared.contracts.needs import Term, Understood
from shared.needs.clauses import MOST_WORDS
from shared.needs.evidence import Evidence, Subject
from shared.needs.features import features
from shared.needs.hearing import Hearing, confidence, heard, said, stems, surest
from shared.needs.phrases import Hit, Phrases
from shared.needs.words import words

DESCRIBED = 0.8  # how far a term means a need that its description names, against 1 for its name
FAINT = 0.15  # how little a term may touch on a need; of a person's words it would be too unsure
FLOOR = 0.2  # lower than for our own needs: by way of the vocabulary two doubts are multiplied
ALONGSIDE = 0.3  # what the weaker of the two ways adds to the stronger
BESIDE = 0.5  # of the best term: what is weaker is an echo of it
SUREST = 0.97

Meaning = dict[int, float]  # needs by their place in the vocabulary, with how sure that they are meant


class TermInterpreter:
    """Understands everyday words as terms of a given list.

    Two ways lead to a term: words that it shares with what was said, and the vocabulary, where "got the sack" and
    "Redundancy" meet though they share no word.
    """

    def __init__(self, hearing: Hearing, terms: Sequence[Term]) -> None:
        self._hearing = hearing
        self._terms = terms
        named = [said(term.name) for term in terms]
        described = [said(term.description) for term in terms]
        self._evidence = Evidence(
            [Subject([stems(name)], [stems(description)]) for name, description in zip(named, described, strict=True)],
            hearing.likeness,
        )
        placed = list(enumerate(named))
        self._names = Phrases(placed, [], self._evidence.weights)
        self._spelling = hearing.spelling.knowing(
            word.text for term in terms for part in (term.name, term.description) for word in words(part)
        )
        self._meanings = _relative([self._meaning(term) for term in terms])

    def understand(self, text: str, limit: int = 5) -> list[Understood]:
        """Terms heard in the first 2,000 characters (200 words), the surest first; equal ones by id."""
        direct = {hit.subject: hit for hit in surest(self._hits(text))}
        by_need = {hit.subject: hit for hit in surest(self._hearing.hits(text, floor=FLOOR))}
        found = [
            hit
            for place in range(len(self._terms))
            if (hit := _together(place, direct.get(place), self._by_way_of(place, by_need)))
        ]
        least = max(FLOOR, BESIDE * max((hit.confidence for hit in found), default=0.0))
        understood = [
            Understood(
                text=text[hit.start : hit.end], id=self._terms[hit.subject].id, confidence=round(hit.confidence, 2)
            )
            for hit in found
            if hit.confidence >= least
        ]
        return sorted(understood, key=lambda term: (-term.confidence, term.id or ""))[:limit]

    def _hits(self, text: str) -> list[Hit]:
        """Terms whose own words were said."""
        spelled = self._spelling.mended(words(text)[:MOST_WORDS])
        hits: list[Hit] = []
        for part in heard(text, spelled.words):
            hits += self._names.found(part) or self._names.nearly_found(part, mistyped=True)
            scores = self._evidence.scores(features(stems(part), self._hearing.likeness))
            stretch = part.marks[0].start, part.marks[-1].end
            hits += [Hit(place, confidence(score), *stretch) for place, score in scores.items()]
        return hits

    def _meaning(self, term: Term) -> Meaning:
        """The needs of the vocabulary that a term means."""
        meaning: Meaning = {}
        for text, share in ((term.name, 1.0), (term.description, DESCRIBED)):
            for hit in self._hearing.hits(text, floor=FAINT, beside=0.0):
                meaning[hit.subject] = max(share * hit.confidence, meaning.get(hit.subject, 0.0))
        return meaning

    def _by_way_of(self, place: int, needs: dict[int, Hit]) -> Hit | None:
        """The surest need heard that the term means too."""
        meaning = self._meanings[place]
        shared = [
            hit._replace(subject=place, confidence=hit.confidence * meaning[need])
            for need, hit in needs.items()
            if need in meaning
        ]
        return max(shared, key=lambda hit: hit.confidence, default=None)


def _relative(meanings: Sequence[Meaning]) -> list[Meaning]:
    """Nearer to 1 for the term of the list that means a need best, even if none means it well."""
    best: Meaning = {}
    for meaning in meanings:
        for need, sure in meaning.items():
            best[need] = max(sure, best.get(need, 0.0))
    return [{need: sure / best[need] ** 0.5 for need, sure in meaning.items()} for meaning in meanings]


def _together(place: int, direct: Hit | None, by_way: Hit | None) -> Hit | None:
    hits = sorted((hit for hit in (direct, by_way) if hit), key=lambda hit: -hit.confidence)
    if not hits:
        return None
    added = ALONGSIDE * hits[1].confidence * (1 - hits[0].confidence) if len(hits) > 1 else 0.0
    return hits[0]._replace(subject=place, confidence=min(SUREST, hits[0].confidence + added))
