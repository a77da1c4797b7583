"""Which offers have a term: words, needs and languages alike, each posting a row with an amount."""

from collections.abc import Iterable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from services.matcher.index.covering import squares
from services.matcher.model import Offer

Ints = NDArray[np.int32]
NEED, LANGUAGE = "#", "@"  # marks of terms that are not words


class Terms:
    """Numbers for terms, given once and never taken back."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._numbers)

    def number(self, term: str) -> int:
        """Its number, a new one if need be."""
        return self._numbers.setdefault(term, len(self._numbers))

    def find(self, term: str) -> int | None:
        """Its number, if any offer has ever had it."""
        return self._numbers.get(term)


class Postings(Struct, frozen=True):
    """Three columns, sorted by term and then by row."""

    terms: Ints
    rows: Ints
    amounts: Ints

    def of(self, term: int | None) -> tuple[Ints, Ints]:
        """The rows that have the term, in order, and how much of it."""
        if term is None:
            return self.rows[:0], self.amounts[:0]
        start, end = np.searchsorted(self.terms, np.array([term, term + 1], np.int32))  # else all would be converted
        return self.rows[start:end], self.amounts[start:end]

    def amounts_at(self, term: int | None, rows: Ints) -> Ints:
        """How much of the term each of these rows has; rows in order. Costs the smaller side times a logarithm."""
        found = np.zeros(len(rows), np.int32)
        having, amounts = self.of(term)
        if not len(having) or not len(rows):
            return found
        small, large = (having, rows) if len(having) < len(rows) else (rows, having)
        at = np.minimum(np.searchsorted(large, small), len(large) - 1)
        both = large[at] == small
        if small is having:
            found[at[both]] = amounts[both]
        else:
            found[both] = amounts[at[both]]
        return found


def postings(offers: Sequence[Offer], numbers: Terms) -> Postings:
    """Built from the offers of a layer, whose rows are their places in the list."""
    entries = [(numbers.number(term), row, amount) for row, offer in enumerate(offers) for term, amount in terms(offer)]
    columns = np.array(entries, np.int32).reshape(-1, 3)
    order = np.lexsort((columns[:, 1], columns[:, 0]))
    return Postings(*(np.ascontiguousarray(columns[order, column]) for column in range(3)))


def terms(offer: Offer) -> Iterable[tuple[str, int]]:
    """Everything an offer can be found by."""
    yield from offer.words.items()
    yield from ((NEED + code, sure) for code, sure in offer.needs.items())
    yield from ((LANGUAGE + code, 1) for code in offer.languages)
    yield from ((square, 1) for square in squares(offer))


def common(some: Ints, others: Ints) -> Ints:
    """Rows that are in both; both in order. Costs the smaller times the logarithm of the larger."""
    small, large = (some, others) if len(some) < len(others) else (others, some)
    if not len(small):
        return small
    at = np.minimum(np.searchsorted(large, small), len(large) - 1)
    return small[large[at] == small]


def joined(parts: Sequence[Postings], rows: Sequence[Ints]) -> Postings:
    """One of several, with new numbers for their rows; -1 for rows that are gone."""
    moved = [new[part.rows] for part, new in zip(parts, rows, strict=True)]
    kept = [new >= 0 for new in moved]
    terms_of, rows_of, amounts_of = (
        np.concatenate([column[keep] for column, keep in zip(columns, kept, strict=True)])
        for columns in ([part.terms for part in parts], moved, [part.amounts for part in parts])
    )
    order = np.argsort(terms_of, kind="stable")
    return Postings(terms_of[order], rows_of[order], amounts_of[order])
