"""An offer and its answer, from the fields of the form."""

from typing import Literal

from services.desk.rules.filled import Filled
from shared.contracts.conversations import ConversationNew, TopicRecord
from shared.contracts.words import Channel, PersonId, TopicState, Venue

Answer = Literal["accepted", "declined", "undecided"]


def answer_of(form: Filled) -> Answer:
    """What the person said. Anything that is no answer means that they have not decided."""
    match form.text("answer"):
        case "accepted":
            return "accepted"
        case "declined":
            return "declined"
        case _:
            return "undecided"


def new_conversation(form: Filled, person: PersonId) -> ConversationNew:
    """Of a declined offer nothing goes out but that it was declined: nobody is named."""
    answer = answer_of(form)
    if answer == "declined":
        return ConversationNew(answer=answer)
    channel, venue = form.text("channel"), form.text("venue")
    return ConversationNew(
        answer=answer,
        person=person,
        framing=form.given("framing"),
        channel=Channel(channel) if channel in set(Channel) else None,
        venue=Venue(venue) if venue in set(Venue) and channel == Channel.IN_PERSON else None,
    )


def record_of(form: Filled) -> TopicRecord | None:
    """How far a topic went; None where nothing was chosen. Only what was discussed has a depth and a note."""
    state = form.text("state")
    if state not in set(TopicState):
        return None
    if state != TopicState.DISCUSSED:
        return TopicRecord(state=TopicState(state))
    depth = "in-depth" if form.text("depth") == "in-depth" else "briefly"
    return TopicRecord(state=TopicState.DISCUSSED, depth=depth, note=form.given("note"))
