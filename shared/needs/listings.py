"""Listings: which needs a service seems to meet, from the words that services use of themselves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from shared.contracts.needs import Need
from shared.needs.words import Word, words

FLOOR = 0.4  # below this confidence a listing is not indexed under a need
SUREST = 0.95  # only a partner can be surer
SEVERAL_WORDS = 0.95  # "debt advice": how much a word of several parts says
ONE_WORD = 0.75  # "debt"
IN_NAME = 1.0
IN_CATEGORY = 1.2
IN_DESCRIPTION = 0.6
SHARED = 0.5  # power by which a word says less the more needs use it

_SHORT = 3  # letters; "gas" is no plural
_Key = tuple[str, ...]


class Clue(NamedTuple):
    """A need that words of a listing point to, with the most telling of them."""

    need: int
    text: str
    confidence: float


class _Found(NamedTuple):
    """A word of the vocabulary in a listing."""

    key: _Key
    text: str
    where: float


class Listings:
    """The words of all needs, in the singular."""

    def __init__(self, needs: Sequence[Need]) -> None:
        self._needs_of: dict[_Key, set[int]] = {}
        self._written: dict[_Key, str] = {}  # words that must stand as they are written
        for place, need in enumerate(needs):
            for word in (need.name.lower(), *need.words):
                self._needs_of.setdefault(_key(words(word)), set()).add(place)
                if _is_a_name(word):
                    self._written[_key(words(word))] = word
        self._longest = max(map(len, self._needs_of), default=0)

    def clues(self, name: str, description: str, categories: Sequence[str]) -> list[Clue]:
        """Each need that is likely enough; several different words make it likelier (they count as independent)."""
        found = [*self._found(name, IN_NAME), *self._found(description, IN_DESCRIPTION)]
        for category in categories:
            found += self._found(category, IN_CATEGORY)
        doubts: dict[int, float] = {}
        telling: dict[int, tuple[float, str]] = {}
        for need, clue, said in self._said(_once(found)):
            doubts[need] = doubts.get(need, 1.0) * (1 - clue)
            telling[need] = max(telling.get(need, (0.0, "")), (clue, said))
        return [
            Clue(need, telling[need][1], min(SUREST, 1 - doubt)) for need, doubt in doubts.items() if 1 - doubt >= FLOOR
        ]

    def _found(self, text: str, where: float) -> Iterator[_Found]:
        """Words of the vocabulary in a text; of "debt advice" and "debt" in one place the longer."""
        said = words(text)
        after = 0
        for first in range(len(said)):
            last = next((last for last in self._lasts(said, first, after) if self._known(said[first:last], text)), None)
            if last:
                after = last
                yield _Found(_key(said[first:last]), text[said[first].start : said[last - 1].end], where)

    def _lasts(self, said: Sequence[Word], first: int, after: int) -> range:
        return range(min(len(said), first + self._longest), max(first, after), -1)

    def _known(self, said: Sequence[Word], text: str) -> bool:
        """A single word that the vocabulary writes with a capital ("ME", "Relate") is only meant with it."""
        key = _key(said)
        return key in self._needs_of and self._written.get(key, "") in text[said[0].start : said[-1].end]

    def _said(self, found: Mapping[_Key, _Found]) -> Iterator[tuple[int, float, str]]:
        for key, word in found.items():
            needs = self._needs_of[key]
            says = SEVERAL_WORDS if len(key) > 1 else ONE_WORD
            for need in needs:
                yield need, min(SUREST, says * word.where / len(needs) ** SHARED), word.text


def _once(found: Sequence[_Found]) -> dict[_Key, _Found]:
    """Each word once, from where it says most."""
    best: dict[_Key, _Found] = {}
    for word in found:
        if word.key not in best or word.where > best[word.key].where:
            best[word.key] = word
    return best


def _key(said: Sequence[Word]) -> _Key:
    return tuple(_singular(word.text) for word in said)


def _singular(word: str) -> str:
    """Only the plural is taken off: a stem would make "House" of "housing"."""
    if word.endswith("ies") and len(word) > _SHORT:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > _SHORT else word


def _is_a_name(word: str) -> bool:
    return word != word.lower() and " " not in word
