"""The clocks of a referral, in working days (REFERRALS section 3)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from services.referrals.model.referrals import Happened, Standing, Who
from services.referrals.rules.transitions import UNANSWERED
from shared.calendar import LONDON, Nation, add_working_days
from shared.contracts.words import Status

REMIND = 2
REMIND_AGAIN = 4  # and tell the case worker
ANSWER = 10  # then it comes back with alternatives
FIRST_CONTACT = 15
QUIET = 10  # without a word from the provider, the case worker may record the outcome
UNDO = timedelta(minutes=15)


def respond_by(at: Standing, history: Sequence[Happened], nation: Nation) -> datetime | None:
    """When the provider's answer is due; None once there is one.

    The first clock runs from sending; a receipt or a question stops it and begins a second of the same length.
    """
    if at.status not in UNANSWERED or not history:
        return None
    since = next(event.at for event in reversed(history) if event.status is at.status)
    return add_working_days(since, ANSWER, nation)


def contact_by(accepted_at: datetime, nation: Nation) -> date:
    """The day by which a first contact is due where no earlier one was promised."""
    return add_working_days(accepted_at, FIRST_CONTACT, nation).date()


def reminders(at: Standing, history: Sequence[Happened], nation: Nation) -> tuple[datetime, ...]:
    """When the provider is reminded, the second time together with the case worker. Only of what was not opened."""
    if at.status is not Status.REQUESTED or not history:
        return ()
    since = next(event.at for event in reversed(history) if event.status is at.status)
    return (add_working_days(since, REMIND, nation), add_working_days(since, REMIND_AGAIN, nation))


def no_answer(at: Standing, history: Sequence[Happened], now: datetime, nation: Nation) -> bool:
    """Has the provider let the time to answer pass?"""
    due = respond_by(at, history, nation)
    return due is not None and now > due


def provider_quiet(history: Sequence[Happened], now: datetime, nation: Nation) -> bool:
    """Has nothing come from the provider for ten working days?"""
    last = next((event.at for event in reversed(history) if event.who is Who.PROVIDER), None)
    return last is None or now > add_working_days(last, QUIET, nation)


def undo_until(event: Happened) -> datetime:
    """Until when an answer may be taken back (row 16)."""
    return event.at + UNDO


def today(now: datetime) -> date:
    """The day in the United Kingdom."""
    return now.astimezone(LONDON).date()
