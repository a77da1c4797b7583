"""What the matcher answers by HTTP. Nothing of a request is kept or logged."""

import asyncio
from datetime import datetime

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from services.matcher.answering import answer
from services.matcher.asking import Asking
from services.matcher.index.shelf import Shelf
from services.matcher.interpreting import Interpreting
from services.matcher.weights import Weights
from shared.access import only, public
from shared.callers import STAFF
from shared.contracts.matches import InterpretAnswer, InterpretRequest, MatchAnswer, MatchRequest
from shared.contracts.words import Role

staff_or_admin = only(*STAFF, Role.ADMIN)


@post("/matches", guards=[staff_or_admin], status_code=200, summary="Rank help for needs, words and a place")
async def matches(
    data: JSONBody[MatchRequest],
    asking: NamedDependency[Asking],
    shelf: NamedDependency[Shelf],
    weights: NamedDependency[Weights],
    now: NamedDependency[datetime],
) -> MatchAnswer:
    """Ranked, never decided: each match with its reasons, and what was ruled out with every reason why."""
    question, understood = asking.question(data, now)
    return answer(shelf.current(), question, weights, understood, explain=data.explain)


@post("/interpret", guards=[staff_or_admin], status_code=200, summary="Understand everyday words as needs")
async def interpret(data: JSONBody[InterpretRequest], interpreting: NamedDependency[Interpreting]) -> InterpretAnswer:
    """As needs of the vocabulary, or as the terms that were sent; the surest first."""
    return await asyncio.to_thread(interpreting.answer, data)


@get("/weights", guards=[public], sync_to_thread=False, summary="What counts in ranking, and how much")
def show_weights(weights: NamedDependency[Weights]) -> Weights:
    """Open to everybody: how help is ranked is no secret."""
    return weights


HANDLERS = (matches, interpret, show_weights)
