"""What may be written down of a conversation: an offer, its reassurance, topics and needs."""

from collections import Counter
from collections.abc import Iterator, Sequence

from services.referrals.model.conversations import ConversationRow
from shared.contracts.conversations import ConversationNew, NeedRecorded, TopicRecord
from shared.contracts.words import TopicState
from shared.errors import Fault, NotAllowedNow

ABOUT_NOBODY = "is counted, never recorded about anybody"


class NotReassuredYet(NotAllowedNow):
    """First say that this has no effect on benefits, and record that you did. Then topics and needs can begin."""


def offer_faults(new: ConversationNew) -> Iterator[Fault]:
    """What is wrong with the answer to an offer (R1, R3). Whatever could tell who was asked must be left out."""
    if new.answer == "accepted":
        if new.person is None:
            yield Fault(field="person", message="Say who accepted")
        return
    answer = "a declined offer" if new.answer == "declined" else "an offer that is still open"
    if new.person is not None:
        yield Fault(field="person", message=f"Leave out the person: {answer} {ABOUT_NOBODY}")
    for field in ("framing", "channel", "venue"):
        if getattr(new, field) is not None:
            yield Fault(field=field, message=f"Leave this out: {answer} {ABOUT_NOBODY}")


def reassured(conversation: ConversationRow) -> None:
    """R4: raises `NotReassuredYet` before it was said that benefits are not affected."""
    if conversation.reassured_at is None:
        raise NotReassuredYet


def topic_faults(record: TopicRecord) -> Iterator[Fault]:
    """Only a topic that was discussed has content (R13)."""
    if record.state is TopicState.DISCUSSED:
        return
    for field in ("note", "depth"):
        if getattr(record, field) is not None:
            message = f"Leave this out: a topic that is {record.state.replace('-', ' ')} keeps no content"
            yield Fault(field=field, message=message)


def code_faults(named: Sequence[str], codes: frozenset[str], path: str) -> Iterator[Fault]:
    """Every code that the vocabulary does not have."""
    for index, code in enumerate(named):
        if code not in codes:
            message = f"There is no need with the code {code!r}. The vocabulary lists them all"
            yield Fault(field=f"{path}[{index}].code", message=message)


def needs_faults(needs: Sequence[NeedRecorded], codes: frozenset[str]) -> Iterator[Fault]:
    """Codes that do not exist, and needs named twice."""
    yield from code_faults([need.code for need in needs], codes, "needs")
    seen = Counter[tuple[str, str]]()
    for index, need in enumerate(needs):
        seen[need.code, need.when] += 1
        if seen[need.code, need.when] > 1:
            yield Fault(field=f"needs[{index}].code", message=f"{need.code!r} ({need.when}) stands here already")
