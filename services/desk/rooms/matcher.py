"""The matcher, as the desk calls it."""

from services.desk.rooms.asking import Room
from shared.contracts.matches import InterpretAnswer, InterpretRequest, MatchAnswer, MatchRequest


class Matcher:
    """Which help fits."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def matches(self, request: MatchRequest) -> MatchAnswer:
        """Ranked help, with reasons."""
        return await self._room.post(MatchAnswer, "/matches", request)

    async def interpret(self, text: str, limit: int = 8) -> InterpretAnswer:
        """What somebody's words say they need."""
        return await self._room.post(InterpretAnswer, "/interpret", InterpretRequest(text=text, limit=limit))
