"""A form, as the rules see it."""

from typing import Protocol


class Filled(Protocol):
    """A form that somebody filled in."""

    def text(self, name: str) -> str:
        """What was typed."""
        ...

    def given(self, name: str) -> str | None:
        """What was typed, or None."""
        ...

    def chosen(self, name: str) -> tuple[str, ...]:
        """What was ticked."""
        ...
