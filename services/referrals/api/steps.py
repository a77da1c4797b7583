"""Every step of a referral as a POST: `/referrals/{id}/<step>`."""

from datetime import datetime
from uuid import UUID

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.referrals.actions import referrals as actions
from services.referrals.actions.house import House
from services.referrals.model.actors import Actor
from services.referrals.model.referrals import Step
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


class Steps(Controller):
    """What can be done to a referral. `GET /referrals/{id}/actions` says which of these now."""

    path = "/referrals/{id:uuid}"
    tags = ("referrals",)

    @post("/sending", status_code=200, guards=[staff], summary="Send it to the provider")
    async def send(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """Everything that was agreed is checked again; every reason against it is named."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.SENDING, now=now)

    @post("/receipt", status_code=200, guards=[partner_receiver], summary="Say that it has arrived")
    async def receive(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """The first clock stops."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.RECEIPT, now=now)

    @post("/acceptance", status_code=200, guards=[partner_receiver], summary="Accept it")
    async def accept(
        self,
        *,
        id: FromPath[UUID],
        data: JSONBody[Acceptance],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """Who gets in touch, and by when."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.ACCEPTANCE, answer=data, now=now)

    @post("/rejection", status_code=200, guards=[partner_receiver], summary="Decline it")
    async def reject(
        self,
        *,
        id: FromPath[UUID],
        data: JSONBody[RejectionBody],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """With a reason; nothing is passed on."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.REJECTION, answer=data, now=now)

    @post("/question", status_code=200, guards=[either], summary="Ask for more")
    async def ask(
        self,
        *,
        id: FromPath[UUID],
        data: JSONBody[Question],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """A field that was not agreed to needs a new agreement first."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.QUESTION, answer=data, now=now)

    @post("/start", status_code=200, guards=[either], summary="Support has started, or goes on")
    async def begin(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        data: JSONBody[Progress | None] = None,
    ) -> Seen:
        """After the first contact."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.START, answer=data or Progress(), now=now)

    @post("/pause", status_code=200, guards=[either], summary="A waiting list, or a pause")
    async def hold(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        data: JSONBody[Progress | None] = None,
    ) -> Seen:
        """By the provider, or for the person."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.PAUSE, answer=data or Progress(), now=now)

    @post(
        "/progress",
        status_code=200,
        guards=[partner_receiver],
        summary="A step of support, or an attempt to get in touch",
    )
    async def progress(
        self,
        *,
        id: FromPath[UUID],
        data: JSONBody[Progress],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """`contact_attempted` needs the channel."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.PROGRESS, answer=data, now=now)

    @post("/outcome", status_code=200, guards=[either], summary="What support led to")
    async def complete(
        self,
        *,
        id: FromPath[UUID],
        data: JSONBody[OutcomeBody],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """Staff record it when the provider has gone quiet and the person confirms."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.OUTCOME, answer=data, now=now)

    @post("/failure", status_code=200, guards=[partner_receiver], summary="It did not work out")
    async def fail(
        self,
        *,
        id: FromPath[UUID],
        data: JSONBody[FailureBody],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """Never the failing of the person."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.FAILURE, answer=data, now=now)

    @post("/withdrawal", status_code=200, guards=[staff], summary="Stop it, at once")
    async def withdraw(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
        data: JSONBody[Withdrawal | None] = None,
    ) -> Seen:
        """A reason is never demanded."""
        return await actions.act(
            tx, house, actor, ReferralId(id), Step.WITHDRAWAL, answer=data or Withdrawal(), now=now
        )

    @post("/mistake", status_code=200, guards=[staff], summary="It was sent by mistake")
    async def mistake(
        self,
        *,
        id: FromPath[UUID],
        data: JSONBody[Mistake],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """The provider is told to delete."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.MISTAKE, answer=data, now=now)

    @post("/undo", status_code=200, guards=[partner_receiver], summary="Take an answer back")
    async def undo(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """Within 15 minutes, while nothing else has happened."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.UNDO, now=now)

    @post("/deletion", status_code=200, guards=[partner_receiver], summary="Confirm that it was deleted")
    async def deleted(
        self,
        *,
        id: FromPath[UUID],
        tx: NamedDependency[Transaction],
        house: NamedDependency[House],
        actor: NamedDependency[Actor],
        now: NamedDependency[datetime],
    ) -> Seen:
        """The person can see that it was."""
        return await actions.act(tx, house, actor, ReferralId(id), Step.DELETION, now=now)
