"""Answers a question: finds, ranks and says why. Nothing is kept of it."""

from services.matcher.factors import FACTORS
from services.matcher.index.snapshot import Snapshot
from services.matcher.model import Question
from services.matcher.ranking import Ranking, objected, rank, ruled_out
from services.matcher.search import candidates
from services.matcher.sentences.ask_first import cautions
from services.matcher.sentences.why import WHY
from services.matcher.sentences.why_not import WHY_NOT
from services.matcher.shown import Showing, Shown, exact
from services.matcher.together import together, unmet
from services.matcher.weights import Weights
from shared.contracts.matches import (
    Caution,
    IndexUsed,
    Match,
    MatchAnswer,
    PlaceUsed,
    Reason,
    RuledOut,
)
from shared.contracts.needs import Understood

MOST_RULED_OUT = 50
DAYS = 7


def answer(
    of: Snapshot, asked: Question, weights: Weights, understood: tuple[Understood, ...], *, explain: bool
) -> MatchAnswer:
    """Matches, the best first, with every reason; and with `explain` what was ruled out."""
    ranking = rank(candidates(of, asked, weights, beyond=explain), asked, weights)
    showing = Showing(ranking.of, asked)
    gone = ruled_out(ranking, MOST_RULED_OUT) if explain else []
    return MatchAnswer(
        matches=tuple(
            _match(ranking, int(at), exact(showing.of(at), asked), asked)
            for at in map(int, ranking.best[: asked.limit])
        ),
        together=tuple(ranking.of.offer(at).id for at in together(ranking)),
        unmet=tuple(unmet(ranking, asked)),
        ruled_out=tuple(_ruled_out(ranking, at, showing.of(at), asked) for at in gone),
        understood=understood,
        place=PlaceUsed(precision=asked.precision, max_km=asked.max_km) if asked.precision else None,
        index=IndexUsed(services=of.services, as_of=of.as_of.isoformat() if of.as_of else None),
        seed=asked.seed,
    )


def _match(ranking: Ranking, at: int, of: Shown, asked: Question) -> Match:
    offer, near = of.offer, of.in_reach(asked)
    return Match(
        service_id=offer.id,
        location_id=of.spot.location_id if of.spot and near else None,
        name=offer.name,
        organisation=offer.organisation,
        kind=offer.kind,
        score=float(ranking.scores[at]),
        meets=tuple(need.code for need in of.meets),
        distance_km=round(of.km, 2) if of.km is not None and near else None,
        waiting_days=round(offer.waiting_weeks * DAYS) if offer.waiting_weeks is not None else None,
        accepting=of.accepting,
        assured_date=offer.assured.isoformat() if offer.assured else None,
        internal=offer.internal,
        reasons=_reasons(ranking, at, of, asked),
        cautions=cautions(of, asked),
    )


def _reasons(ranking: Ranking, at: int, of: Shown, asked: Question) -> tuple[Reason, ...]:
    """A reason for each factor that has an effect or something to say."""
    effects = zip(FACTORS, ranking.points[:, at], strict=True)
    found = ((factor.name, float(effect), WHY[factor.name](of, asked)) for factor, effect in effects)
    return tuple(Reason(factor=name, effect=effect, text=text) for name, effect, text in found if effect or text)


def _ruled_out(ranking: Ranking, at: int, of: Shown, asked: Question) -> RuledOut:
    reasons = tuple(Caution(code=code, text=WHY_NOT[code](of, asked)) for code in objected(ranking, at))
    return RuledOut(service_id=of.offer.id, name=of.offer.name, reasons=reasons)
