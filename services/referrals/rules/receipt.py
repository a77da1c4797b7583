"""The receipt: what a person agreed to, in plain words, for them to keep."""

import textwrap
from collections.abc import Iterable, Iterator
from datetime import date

from services.referrals.model.consents import ConsentRow
from services.referrals.rules.milestones import chosen
from shared.contracts.consents import ConsentState, Receipt
from shared.contracts.fields import SPOKEN
from shared.contracts.words import Milestone

WIDTH = 200  # what one line of a receipt may hold
MILESTONES = {
    Milestone.SENT: "that a referral was sent",
    Milestone.ACCEPTED: "that a provider accepted it",
    Milestone.STARTED: "that support started",
    Milestone.COMPLETED: "that support was completed",
}
TITLES: dict[ConsentState, str] = {
    "given": "What you agreed to share",
    "refused": "You said no, and nothing is shared",
    "withdrawn": "You stopped this, and nothing more is shared",
    "expired": "This has come to its end, and nothing more is shared",
}
RIGHTS = (
    "This has no effect on your benefits.",
    "You can stop it at any time, as easily as you agreed. Tell any member of staff. You never need to give a reason.",
    "You can ask to see everything that was shared, when, and with whom.",
    "If something worries you, tell us. You can also go to the Information Commissioner's Office (ico.org.uk).",
)


def receipt(consent: ConsentRow, state: ConsentState, code: str | None) -> Receipt:
    """The copy that the person keeps. `code` is theirs to hand to a Jobcentre office, if they want to."""
    lines = [*_terms(consent, code), *RIGHTS] if state != "refused" else [*_refused(consent), RIGHTS[0]]
    return Receipt(receipt_id=consent.receipt_id, title=TITLES[state], lines=tuple(_wrapped(lines)))


def _terms(consent: ConsentRow, code: str | None) -> Iterator[str]:
    yield f"Who gets it: {consent.recipient_name}, and nobody else."
    yield f"What for: {consent.purpose}"
    if consent.consumer:
        yield f"They are told only: {_listed(MILESTONES[name] for name in Milestone if name in _shared(consent))}."
        yield "And once that sharing has ended, without a reason. Not your name, not what you need, not where you go."
    else:
        yield f"What they get: {_listed(_plain(consent.fields))}."
    if consent.excluded:
        yield f"What they do not get: {_listed(_plain(consent.excluded))}."
    if code:
        yield f"Your code for this office is {code}. Only you can link it to you. You need not show it to anybody."
    yield f"From {_day(consent.valid_from.date())} until the end of {_day(consent.valid_until)}."


def _refused(consent: ConsentRow) -> Iterator[str]:
    yield f"You were asked about sharing with {consent.recipient_name}, and said no. That is fine."


def _shared(consent: ConsentRow) -> frozenset[Milestone]:
    return chosen(consent.milestones)


def _plain(names: Iterable[str]) -> list[str]:
    return [SPOKEN.get(name, name.replace("_", " ")) for name in names]


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _wrapped(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        yield from textwrap.wrap(line, WIDTH)
