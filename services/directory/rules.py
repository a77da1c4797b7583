"""What an import does with a record, and who may edit."""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from services.directory.model import Known
from shared.contracts.words import Role


class Verdict(StrEnum):
    """What a record that is right does to the directory."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


def verdict(known: Known | None, source: str, source_hash: bytes) -> Verdict:
    """Compared with what the same source said last. An edit made here stays until the source says something else."""
    if known is None:
        return Verdict.NEW
    return Verdict.SAME if (known.source, known.source_hash) == (source, source_hash) else Verdict.CHANGED


def objection(known: Known | None, source: str, source_hash: bytes) -> str | None:
    """Why a record may not be taken in, if so."""
    if known is None:
        return None
    if known.source != source:
        return f"This id belongs to {known.source!r}. One listing has one source"
    if known.source_hash == source_hash:
        return None
    if known.seen_line is not None:
        return f"This id stands in line {known.seen_line} already, and says something else there"
    if known.deleted_at is not None:
        return "This listing was taken down here. Put it back under /manage before it is imported again"
    return None


def may_edit(role: Role, organization_id: UUID | None, editor_of: Collection[UUID]) -> bool:
    """An admin keeps everything, an editor the listings of the organisations that an admin gave them."""
    return role is Role.ADMIN or (role is Role.PARTNER_EDITOR and organization_id in editor_of)
