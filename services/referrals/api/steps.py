"""Every step of a referral as a POST: `/referrals/{id}/<step>`."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody

from services.referrals.actions import referrals as actions
from services.referrals.actions.house import House
from services.referrals.model.actors import Actor
from services.referrals.model.referrals import Step
from services.referrals.rules.answers import Answer
from shared.access import only, partner_receiver, staff
from shared.callers import STAFF
from shared.contracts.referrals import (
    Acceptance,
    FailureBody,
    Mistake,
    OutcomeBody,
    PartnerReferral,
    Progress,
    Question,
    Referral,
    RejectionBody,
    Withdrawal,
)
from shared.contracts.words import ReferralId, Role
from shared.db import Transaction

either = only(*STAFF, Role.PARTNER_RECEIVER)
Seen = Referral | PartnerReferral


class Take:
    """Takes a step of the referral in the path, in the transaction and the name of the caller."""

    def __init__(self, tx: Transaction, house: House, actor: Actor, referral: ReferralId, now: datetime) -> None:
        self._tx, self._house, self._actor, self._referral, self._now = tx, house, actor, referral, now

    async def __call__(self, step: Step, answer: Answer = None) -> Seen:
        """The referral afterwards, as the caller sees it."""
        return await actions.act(self._tx, self._house, self._actor, self._referral, step, answer=answer, now=self._now)


def provide_take(
    *,
    id: FromPath[UUID],
    tx: NamedDependency[Transaction],
    house: NamedDependency[House],
    actor: NamedDependency[Actor],
    now: NamedDependency[datetime],
) -> Take:
    """The dependency `take`."""
    return Take(tx, house, actor, ReferralId(id), now)


class Steps(Controller):
    """What can be done to a referral. `GET /referrals/{id}/actions` says which of these now."""

    path = "/referrals/{id:uuid}"
    tags = ("referrals",)
    dependencies = {"take": Provide(provide_take, sync_to_thread=False)}  # noqa: RUF012 -- Litestar reads it so

    @post("/sending", status_code=200, guards=[staff], summary="Send it to the provider")
    async def send(self, take: NamedDependency[Take]) -> Seen:
        """Everything that was agreed is checked again; every reason against it is named."""
        return await take(Step.SENDING)

    @post("/receipt", status_code=200, guards=[partner_receiver], summary="Say that it has arrived")
    async def receive(self, take: NamedDependency[Take]) -> Seen:
        """The first clock stops."""
        return await take(Step.RECEIPT)

    @post("/acceptance", status_code=200, guards=[partner_receiver], summary="Accept it")
    async def accept(self, take: NamedDependency[Take], data: JSONBody[Acceptance]) -> Seen:
        """Who gets in touch, and by when."""
        return await take(Step.ACCEPTANCE, data)

    @post("/rejection", status_code=200, guards=[partner_receiver], summary="Decline it")
    async def reject(self, take: NamedDependency[Take], data: JSONBody[RejectionBody]) -> Seen:
        """With a reason; nothing is passed on."""
        return await take(Step.REJECTION, data)

    @post("/question", status_code=200, guards=[either], summary="Ask for more")
    async def ask(self, take: NamedDependency[Take], data: JSONBody[Question]) -> Seen:
        """A field that was not agreed to needs a new agreement first."""
        return await take(Step.QUESTION, data)

    @post("/start", status_code=200, guards=[either], summary="Support has started, or goes on")
    async def begin(self, take: NamedDependency[Take], data: JSONBody[Progress | None] = None) -> Seen:
        """After the first contact."""
        return await take(Step.START, data or Progress())

    @post("/pause", status_code=200, guards=[either], summary="A waiting list, or a pause")
    async def hold(self, take: NamedDependency[Take], data: JSONBody[Progress | None] = None) -> Seen:
        """By the provider, or for the person."""
        return await take(Step.PAUSE, data or Progress())

    @post(
        "/progress",
        status_code=200,
        guards=[partner_receiver],
        summary="A step of support, or an attempt to get in touch",
    )
    async def progress(self, take: NamedDependency[Take], data: JSONBody[Progress]) -> Seen:
        """`contact_attempted` needs the channel."""
        return await take(Step.PROGRESS, data)

    @post("/outcome", status_code=200, guards=[either], summary="What support led to")
    async def complete(self, take: NamedDependency[Take], data: JSONBody[OutcomeBody]) -> Seen:
        """Staff record it when the provider has gone quiet and the person confirms."""
        return await take(Step.OUTCOME, data)

    @post("/failure", status_code=200, guards=[partner_receiver], summary="It did not work out")
    async def fail(self, take: NamedDependency[Take], data: JSONBody[FailureBody]) -> Seen:
        """Never the failing of the person."""
        return await take(Step.FAILURE, data)

    @post("/withdrawal", status_code=200, guards=[staff], summary="Stop it, at once")
    async def withdraw(self, take: NamedDependency[Take], data: JSONBody[Withdrawal | None] = None) -> Seen:
        """A reason is never demanded."""
        return await take(Step.WITHDRAWAL, data or Withdrawal())

    @post("/mistake", status_code=200, guards=[staff], summary="It was sent by mistake")
    async def mistake(self, take: NamedDependency[Take], data: JSONBody[Mistake]) -> Seen:
        """The provider is told to delete."""
        return await take(Step.MISTAKE, data)

    @post("/undo", status_code=200, guards=[partner_receiver], summary="Take an answer back")
    async def undo(self, take: NamedDependency[Take]) -> Seen:
        """Within 15 minutes, while nothing else has happened."""
        return await take(Step.UNDO)

    @post("/deletion", status_code=200, guards=[partner_receiver], summary="Confirm that it was deleted")
    async def deleted(self, take: NamedDependency[Take]) -> Seen:
        """The person can see that it was."""
        return await take(Step.DELETION)
