"""Understands words as needs of the vocabulary, or as the terms of a list that comes with the request."""

from functools import lru_cache

from shared.contracts.matches import InterpretAnswer, InterpretRequest
from shared.contracts.needs import Term
from shared.needs.interpreter import Interpreter
from shared.needs.terms import TermInterpreter

LISTS_KEPT = 4  # a list is somebody's vocabulary and takes a second to learn; the words asked about are not kept


class Interpreting:
    """Learns a list of terms once and keeps the last few."""

    def __init__(self, interpreter: Interpreter) -> None:
        self._interpreter = interpreter
        self._of_terms = lru_cache(maxsize=LISTS_KEPT)(self._learn)

    def answer(self, asked: InterpretRequest) -> InterpretAnswer:
        """What was understood, best first."""
        if asked.terms is None:
            return InterpretAnswer(understood=tuple(self._interpreter.understand(asked.text, asked.limit)))
        return InterpretAnswer(understood=tuple(self._of_terms(asked.terms).understand(asked.text, asked.limit)))

    def _learn(self, terms: tuple[Term, ...]) -> TermInterpreter:
        return self._interpreter.of_terms(terms)
