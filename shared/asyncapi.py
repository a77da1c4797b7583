"""The event catalogue as an AsyncAPI 3 document, generated from the Structs that are sent.

`python -m shared.asyncapi > docs/asyncapi.json` writes it; a test compares.
"""

import re
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from shared.contracts.catalogue import EVENTS, EventType
from shared.contracts.events import Event

Json = dict[str, Any]


def document(events: Sequence[EventType] = EVENTS) -> Json:
    """The whole catalogue: a channel for each subject, a message for each type on it."""
    schemas = _schemas(events)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Wayfare events",
            "version": "1",
            "description": "CloudEvents 1.0 in structured JSON over NATS JetStream. No event knows a person.",
        },
        "defaultContentType": "application/cloudevents+json",
        "channels": {_key(subject): _channel(subject, events) for subject in dict.fromkeys(e.subject for e in events)},
        "operations": {
            f"receive_{_key(subject)}": {"action": "receive", "channel": {"$ref": f"#/channels/{_key(subject)}"}}
            for subject in dict.fromkeys(event.subject for event in events)
        },
        "components": {"schemas": schemas},
    }


def _channel(subject: str, events: Sequence[EventType]) -> Json:
    found = [event for event in events if event.subject == subject]
    return {
        "address": subject,
        "title": f"Stream {found[0].stream}",
        "parameters": {name: {} for name in re.findall(r"\{(\w+)\}", subject)},
        "messages": {_key(event.name): _message(event) for event in found},
    }


def _message(event: EventType) -> Json:
    name = event.data.__name__
    envelope: Json = {
        "allOf": [
            {"$ref": "#/components/schemas/CloudEvent"},
            {
                "type": "object",
                "properties": {"type": {"const": event.name}, "data": {"$ref": f"#/components/schemas/{name}"}},
            },
        ]
    }
    return {"name": event.name, "summary": event.summary, "payload": envelope}


def _schemas(events: Sequence[EventType]) -> Json:
    kinds = dict.fromkeys(event.data for event in events)
    _, found = msgspec.json.schema_components([*kinds, Event], ref_template="#/components/schemas/{name}")
    found["CloudEvent"] = next(found.pop(name) for name in list(found) if name.startswith("Event"))
    return dict(sorted(found.items()))


def _key(text: str) -> str:
    return re.sub(r"\W+", "_", text).strip("_")


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(document())) + b"\n")
