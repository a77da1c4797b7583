"""New ids, and references that can be said on the phone."""

import secrets
from uuid import UUID, uuid4

ALPHABET = "BCDFGHJKMNPQRTVWXY346789"  # nothing that sounds or looks like another, and no words


def new_id() -> UUID:
    """A random UUID: it says nothing about order or number (the wall, REFERRALS section 7)."""
    return uuid4()


def spoken_reference() -> str:
    """Eight letters and digits in two groups, such as `TK4M-9QXB`."""
    letters = [secrets.choice(ALPHABET) for _ in range(8)]
    return "".join(letters[:4]) + "-" + "".join(letters[4:])
