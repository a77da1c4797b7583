"""Ids for sources that have none of the standard's: the same id for the same record, each time."""

from uuid import UUID, uuid5

NAMESPACE = UUID("b7a1d0c4-52f7-5d0e-8a1b-0f7f5b1f9e63")  # changing it changes the id of every such listing


class Names:
    """The ids of one source."""

    def __init__(self, source: str) -> None:
        self._namespace = uuid5(NAMESPACE, source)

    def of(self, *parts: object) -> UUID:
        """The id of what these parts name."""
        return uuid5(self._namespace, "/".join(str(part) for part in parts))

    def kept(self, kind: str, id: str) -> UUID:
        """The source's own id where it is a UUID, else one made from it."""
        try:
            return UUID(id.strip())
        except ValueError:
            return self.of(kind, id.strip())
