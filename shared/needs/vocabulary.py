"""The needs vocabulary: read from its files, checked, and handed out as one value."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import msgspec

from shared.contracts.needs import Need
from shared.needs.words import folded

LEAST_PHRASES = 8
_T = TypeVar("_T")


class VocabularyInvalid(ValueError):
    """The needs vocabulary cannot be used; every fault is named."""


class Vocabulary(msgspec.Struct, frozen=True, kw_only=True):
    """All needs, the names of their groups, and the everyday words that mean nearly the same."""

    version: str
    licence: str
    groups: Mapping[str, str]
    needs: tuple[Need, ...]
    alike: Mapping[str, tuple[str, ...]] = {}
    ordinary: str = ""  # words that are no typing errors, though no need uses them


class _Alike(msgspec.Struct, frozen=True):
    version: str
    ordinary: str
    alike: dict[str, tuple[str, ...]]


def load(folder: Traversable | None = None) -> Vocabulary:
    """Read `vocabulary.toml` and `alike.toml` from a folder, by default this package. Raises VocabularyInvalid."""
    folder = folder or files(__package__ or "shared.needs")
    vocabulary = _read(folder / "vocabulary.toml", Vocabulary)
    everyday = _read(folder / "alike.toml", _Alike)
    if faults := list(_faults(vocabulary)):
        raise VocabularyInvalid("vocabulary.toml: " + "; ".join(faults))
    return msgspec.structs.replace(vocabulary, alike=everyday.alike, ordinary=everyday.ordinary)


def _read(file: Traversable, type_: type[_T]) -> _T:
    try:
        return msgspec.toml.decode(file.read_bytes(), type=type_)
    except msgspec.DecodeError as error:
        raise VocabularyInvalid(f"{file.name}: {error}") from error


def _faults(vocabulary: Vocabulary) -> Iterator[str]:
    """Everything that is wrong with the vocabulary, in the words of whoever edits the file."""
    for code in _repeated(need.code for need in vocabulary.needs):
        yield f"the code {code!r} is used twice"
    for need in vocabulary.needs:
        if need.group not in vocabulary.groups:
            yield f"{need.code}: there is no group {need.group!r}"
        if len(need.phrases) < LEAST_PHRASES:
            yield f"{need.code}: has {len(need.phrases)} phrases, needs at least {LEAST_PHRASES}"
        if not need.questions or not need.words:
            yield f"{need.code}: needs at least one question and one word"
    for phrase in _repeated(folded(phrase) for need in vocabulary.needs for phrase in need.phrases):
        yield f"the phrase {phrase!r} stands twice"


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
