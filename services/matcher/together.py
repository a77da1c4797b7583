"""The fewest services that between them meet the most needs."""

import numpy as np

from services.matcher.candidates import Mask, any_row
from services.matcher.model import Question
from services.matcher.ranking import Ranking

CLEARLY = 0.6


def together(ranking: Ranking) -> list[int]:
    """Greedy: the one that meets most of what is left, the best ranked among equals; none that adds nothing."""
    meets = ranking.of.sure[:, ranking.best] > 0
    left = any_row(meets.T)
    chosen: list[int] = []
    while left.any():
        best = int(np.argmax(meets[left].sum(axis=0)))
        chosen.append(best)
        left &= ~meets[:, best]
    return [int(ranking.best[one]) for one in _without_spare(chosen, meets)]


def _without_spare(chosen: list[int], meets: Mask) -> list[int]:
    """Leave out whoever the others make up for, the latest first."""
    kept = list(chosen)
    for one in reversed(chosen):
        others = [other for other in kept if other != one]
        if others and np.array_equal(any_row(meets[:, others].T), any_row(meets[:, kept].T)):
            kept = others
    return kept


def unmet(ranking: Ranking, asked: Question) -> list[str]:
    """Codes that nothing fitting meets (R63). A need heard in the text counts if it was heard clearly."""
    met = any_row(ranking.of.sure[:, ranking.best].T > 0)
    clear = [need for at, need in enumerate(asked.needs) if not met[at] and need.sure >= CLEARLY]
    return [need.code for need in clear]
