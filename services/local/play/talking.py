"""Scene b: a conversation that was offered and accepted, and what was said in it."""

import msgspec

from services.local.callers import ask, ask_for
from services.local.personas import STAFF
from services.local.play import script
from services.local.play.stage import Stage, promised
from shared.contracts.conversations import (
    Conversation,
    ConversationNew,
    NeedRecorded,
    Needs,
    Offered,
    Reassurance,
    TopicRecord,
)
from shared.contracts.people import Person
from shared.contracts.words import Channel, ConversationId, PersonId, Topic, TopicState, Venue


def talk(stage: Stage) -> PersonId:
    """The person of the play, after the conversation."""
    person = ask_for(Person, stage.referrals, "POST", "/people", script.PERSON)
    conversation = _offer(stage, person.id)
    _topics(stage, conversation)
    _needs(stage, conversation)
    return person.id


def _offer(stage: Stage, person: PersonId) -> ConversationId:
    new = ConversationNew(
        answer="accepted", person=person, framing=script.FRAMING, channel=Channel.IN_PERSON, venue=Venue.LIBRARY
    )
    offered = ask_for(Offered, stage.referrals, "POST", "/conversations", new)
    promised(offered.conversation is not None, "The accepted conversation was not written down.")
    said = Reassurance(shown=True, read_out=True)
    ask(stage.referrals, "PUT", f"/conversations/{offered.conversation}/reassurance", said)
    stage.say(
        f"{STAFF[0].name} offers a conversation and {script.FIRST_NAME} says yes. "
        "That it has no effect on benefits is read out first."
    )
    return msgspec.convert(offered.conversation, ConversationId)


def _topics(stage: Stage, conversation: ConversationId) -> None:
    for topic, state in script.TOPICS.items():
        ask(stage.referrals, "PUT", f"/conversations/{conversation}/topics/{topic}", TopicRecord(state=state))
    kept = ask_for(Conversation, stage.referrals, "GET", f"/conversations/{conversation}")
    promised(
        all(kept.topics[topic].state is state for topic, state in script.TOPICS.items()),
        "The topics were not kept as they were said.",
    )
    stage.say(
        f"They talk about {_named(TopicState.DISCUSSED)}, leave {_named(TopicState.LATER)} for later, and not about "
        f"{_named(TopicState.DECLINED)}: {script.FIRST_NAME} would rather not, which is fine and keeps nothing."
    )


def _needs(stage: Stage, conversation: ConversationId) -> None:
    needs = tuple(NeedRecorded(code=code, weight=weight) for code, weight in script.NEEDS.items())
    found = Needs(needs=needs, postcode=script.POSTCODE)
    ask(stage.referrals, "PUT", f"/conversations/{conversation}/needs", found)
    stage.say(f"What stands in the way: {', '.join(script.NEEDS)}. Help is wanted near {script.POSTCODE}.")


def _named(state: TopicState) -> str:
    names = [_words(topic) for topic, found in script.TOPICS.items() if found is state]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _words(topic: Topic) -> str:
    return topic.value.replace("-", " ")
