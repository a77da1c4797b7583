"""Steps as buttons: where each is posted, and the name of its body in the OpenAPI document."""

from collections.abc import Iterable

from services.referrals.model.referrals import Step
from shared.contracts.referrals import Action, Actions
from shared.contracts.words import ReferralId

SCHEMAS = {
    Step.ACCEPTANCE: "Acceptance",
    Step.REJECTION: "RejectionBody",
    Step.QUESTION: "Question",
    Step.START: "Progress",
    Step.PAUSE: "Progress",
    Step.PROGRESS: "Progress",
    Step.OUTCOME: "OutcomeBody",
    Step.FAILURE: "FailureBody",
    Step.WITHDRAWAL: "Withdrawal",
    Step.MISTAKE: "Mistake",
}


def buttons(referral: ReferralId, steps: Iterable[Step]) -> Actions:
    """What may be done now."""
    return Actions(
        actions=tuple(
            Action(action=step, method="POST", url=f"/referrals/{referral}/{step}", schema=SCHEMAS.get(step))
            for step in steps
        )
    )
