"""What every step goes by: the keys of the people, and what the operator has set."""

from datetime import time, timedelta

from msgspec import Struct

from services.referrals.keyring import Keyring
from shared.calendar import Nation


class House(Struct, frozen=True, kw_only=True):
    """The house, as the actions know it."""

    keyring: Keyring
    url: str  # where this service is reached, for `detail_url`
    nation: Nation
    undo: timedelta  # what goes beyond the two parties waits so long
    batch: time | None  # when news for Jobcentre systems leaves; None: at once

    def detail_url(self, referral: object) -> str:
        """Where the content of a referral is collected."""
        return f"{self.url}/referrals/{referral}/content"
