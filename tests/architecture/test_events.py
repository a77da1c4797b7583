"""Every event is documented, and the documentation is what is sent."""

import ast
import re
from pathlib import Path

import msgspec

from shared.asyncapi import document
from shared.contracts.catalogue import EVENTS

ROOT = Path(__file__).parents[2]
TYPE = re.compile(r"^[a-z]+\.[a-z_]+\.v\d+$")
PERSONAL = {
    "name",
    "person",
    "postcode",
    "need",
    "needs",
    "text",
    "note",
    "content",
    "fields",
    "reason",
    "contact_name",
}


def test_the_published_catalogue_is_what_the_code_sends() -> None:
    written = msgspec.json.decode((ROOT / "docs" / "asyncapi.json").read_bytes())

    assert written == msgspec.json.decode(msgspec.json.encode(document())), (
        "python -m shared.asyncapi > docs/asyncapi.json"
    )


def test_types_are_past_tense_nouns_and_verbs_with_a_version() -> None:
    assert all(re.fullmatch(r"[a-z]+\.[a-z]+\.v\d+", event.name) for event in EVENTS)


def test_no_event_outside_the_catalogue_is_named_in_the_code() -> None:
    known = {event.name for event in EVENTS}
    named = {
        node.value
        for folder in ("services", "shared")
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and TYPE.match(node.value)
    }

    assert named <= known


def test_no_event_can_carry_a_person() -> None:
    """R2, R112: events are ids, times and where to ask; a listing is public, so its event carries it whole."""
    told = {
        field.encode_name
        for event in EVENTS
        if event.stream != "DIRECTORY"
        for field in msgspec.structs.fields(event.data)
    }

    assert told & PERSONAL == set()


def test_what_a_jobcentre_hears_cannot_lead_back() -> None:
    """R3: no address to ask, no reason, no number that counts."""
    told = {
        field.encode_name
        for event in EVENTS
        if event.stream.startswith("JOBCENTRE")
        for field in msgspec.structs.fields(event.data)
    }

    assert told == {"pseudonym", "reference", "milestone"}
