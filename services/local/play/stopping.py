"""Scene f: the person takes the agreement back."""

from services.local.callers import ask, ask_for
from services.local.play import script
from services.local.play.handing_over import OK, Sent, notice
from services.local.play.stage import Stage, promised, until
from shared.contracts.referrals import Referral

GONE = 410


async def stop(stage: Stage, sent: Sent) -> None:
    """Collecting is refused at once; the provider deletes and says so."""
    ask(stage.referrals, "POST", f"/consents/{sent.consent}/withdrawal")
    again = await stage.provider.collect(sent.referral)
    promised(again.status == GONE and again.content is None, f"Collecting again answered {again.status}.")
    stage.say(f"{script.FIRST_NAME} takes the agreement back. Collecting again is refused at once ({again.status}).")
    await until("The withdrawal reaching the provider", lambda: notice(stage, sent, "handoff.withdrawn.v1"))
    answer = await stage.provider.confirm_deletion(sent.referral)
    promised(answer.status == OK, f"The deletion could not be confirmed ({answer.status}): {answer.problem}")
    seen = ask_for(Referral, stage.referrals, "GET", f"/referrals/{sent.referral}")
    promised(seen.deletion_confirmed_at is not None, "The deletion does not show.")
    stage.say(
        f"The provider was told to delete, and confirmed it at {seen.deletion_confirmed_at:%H:%M} UTC. "
        f"The case worker sees: {seen.label}."
    )
