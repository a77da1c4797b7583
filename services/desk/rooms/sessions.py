"""Sign-ins are kept by referrals, so that the desk keeps nothing."""

from services.desk.rooms.asking import Room
from shared.contracts.staff import Session, SessionNew, SignedIn
from shared.errors import NotFound, NotSignedIn


class Sessions:
    """Sign-in sessions, known by the secret in a cookie."""

    def __init__(self, room: Room) -> None:
        self._room = room

    async def begin(self, token: str, seconds: int) -> Session:
        """Keep this token. Raises `NotYours` for somebody who is not on the staff or of an approved partner."""
        return await self._room.by(token).post(Session, "/sessions", SessionNew(expires_in=seconds))

    async def current(self, secret: str) -> SignedIn | None:
        """Who a cookie belongs to, or None when it is over."""
        try:
            return await self._room.get(SignedIn, "/sessions/current", headers={"x-session": secret})
        except (NotSignedIn, NotFound):
            return None

    async def end(self, secret: str) -> None:
        """Forget it. One that is over already is no fault."""
        try:
            await self._room.delete("/sessions/current", headers={"x-session": secret})
        except (NotSignedIn, NotFound):
            return
