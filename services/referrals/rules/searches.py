"""What is wrong with a search that is to be kept."""

from collections.abc import Iterator

from services.referrals.rules.conversations import code_faults
from shared.contracts.conversations import SearchNew
from shared.errors import Fault


def faults(new: SearchNew, codes: frozenset[str]) -> Iterator[Fault]:
    """Codes that do not exist, and a search for nothing."""
    request = new.request
    yield from code_faults([need.code for need in request.needs], codes, "request.needs")
    if not request.needs and not (request.text or "").strip():
        yield Fault(field="request.needs", message="Name at least one need, or say in `text` what is needed")
