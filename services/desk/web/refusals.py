"""A room's refusal, beside the fields of our form."""

from collections.abc import Mapping

from shared.errors import Fault, Refusal

PLAIN = {"This is required.": "Please fill this in"}


def by_field(refusal: Refusal, fields: Mapping[str, str] | None = None) -> list[Fault]:
    """Each fault at the field that caused it. What has no field of its own stands on top, as does a plain refusal."""
    known = fields or {}
    found = [
        Fault(field=known.get(fault.field, fault.field), message=PLAIN.get(fault.message, fault.message))
        for fault in refusal.faults
    ]
    return found or [Fault(field="", message=refusal.detail)]
