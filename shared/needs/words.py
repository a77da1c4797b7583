"""Words of a text: folded for comparison, stemmed, and placed so that the original can be quoted."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple, Protocol

import snowballstemmer

LONGEST = 2000  # characters of a text that are looked at; the rest is not read


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str:  # noqa: N802  # the library's own name
        ...


_WORD = re.compile(r"[^\W_]+(?:['\u2019\u02bc`\u00b4-][^\W_]+)*")
_APOSTROPHES = re.compile(r"['\u2019\u02bc`\u00b4]")
_I_AM = re.compile(r"i['\u2019\u02bc`\u00b4](?:m|ve|d|ll)", re.IGNORECASE)
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_WOULD = re.compile(r"\bid (?:like|love|rather|be|say|have|want|need|never|work)\b")  # "I'd" as people type it
_english: _Stemmer = snowballstemmer.stemmer("english")

_SILENT = """
a about ah all also although am an and any are as at be because been being but by can could did do does doing eh erm
for from get gets getting got had has have having he her hers hes hi him his however i if im in into is it its ive
just like lot love lovely may me might mine more my of oh or our ours quite really s shall she shes should so some
than that thats the their them then there theres these they theyre this those though to um us very was we well were
weve will with would yeah yes you your
"""
SILENT = frozenset(_SILENT.split())


class Word(NamedTuple):
    """One word: how it compares, its stem, and where it stands in the text."""

    text: str
    stem: str
    start: int
    end: int

    @property
    def silent(self) -> bool:
        """Whether it says nothing by itself."""
        return self.text in SILENT


def words(text: str) -> list[Word]:
    """The words of the first 2,000 characters of a text; a hyphenated word counts as its parts."""
    said = text[:LONGEST]
    would = {found.start() for found in _WOULD.finditer(said)}
    return [
        Word(part, stem(part), found.start(), found.end())
        for found in _WORD.finditer(said)
        if found.start() not in would
        for part in _parts(found.group())
    ]


@lru_cache(maxsize=8192)
def _parts(written: str) -> tuple[str, ...]:
    """A hyphenated word in its parts; "I'm", "I'll" and the like are no more than "I"."""
    if _I_AM.fullmatch(written):
        return ("i",)
    return tuple(part for part in fold(written).split("-") if part)


def fold(text: str) -> str:
    """Lower case, without accents and apostrophes: `Café's` is `cafes`."""
    plain = text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return _APOSTROPHES.sub("", plain.casefold())


def folded(text: str) -> str:
    """The words of a text as they compare, with single spaces."""
    return " ".join(word.text for word in words(text))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The part of an English word that its forms share (Porter's second algorithm): `worrying` is `worri`."""
    return _english.stemWord(word)
