"""Scene c: what fits, and why; from needs and a place, from words alone, and without a place."""

from services.local.callers import ask_for
from services.local.play import script
from services.local.play.stage import Stage, promised, until
from shared.contracts.matches import Match, MatchAnswer, MatchRequest, NeedAsked, PlaceAsked

SHOWN = 3


async def find(stage: Stage) -> None:
    """The ranking, said with its reasons. The named service is among the best."""
    needs = tuple(NeedAsked(code=code, weight=weight) for code, weight in script.NEEDS.items())
    here = PlaceAsked(postcode=script.POSTCODE)
    near = await until(
        "The matcher knowing the listings", lambda: _ranked(stage, MatchRequest(needs=needs, place=here))
    )
    _tell(stage, f"For these needs near {script.POSTCODE}", near)
    _tell(stage, f'From the words alone, "{script.TEXT}"', _asked(stage, MatchRequest(text=script.TEXT, place=here)))
    _tell(stage, "Without a place, so distance plays no part", _asked(stage, MatchRequest(needs=needs)))


async def _ranked(stage: Stage, request: MatchRequest) -> MatchAnswer | None:
    answer = _asked(stage, request)
    return answer if any(match.service_id == script.SERVICE for match in answer.matches) else None


def _asked(stage: Stage, request: MatchRequest) -> MatchAnswer:
    return ask_for(MatchAnswer, stage.matcher, "POST", "/matches", request)


def _tell(stage: Stage, heading: str, answer: MatchAnswer) -> None:
    promised(
        any(match.service_id == script.SERVICE for match in answer.matches),
        f"{script.SERVICE_NAME} was not found: {heading}.",
    )
    promised(all(match.reasons for match in answer.matches), "A match came without its reasons.")
    stage.say(f"{heading}, the best of {answer.index.services} services:")
    for place, match in enumerate(answer.matches[:SHOWN], start=1):
        stage.say(f"  {place}. {match.name} ({match.organisation}): {_why(match)}")


def _why(match: Match) -> str:
    best = sorted(match.reasons, key=lambda reason: -reason.effect)[:2]
    return " ".join(reason.text for reason in best)
