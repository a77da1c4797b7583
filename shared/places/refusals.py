"""Why a place cannot be found or a file of places cannot be used."""

from shared.errors import Refusal


class NotAPostcode(Refusal):
    """This does not look like a UK postcode. Write it like B33 8TH, or only its first half, like B33."""

    status = 422


class UnknownPostcode(Refusal):
    """We do not know where this postcode is. Check it for a typing mistake, or use a postcode nearby."""

    status = 422


class NoOutcodeNear(Refusal):
    """This point is too far from any UK postcode area that we know."""

    status = 422


class UnusableFile(Refusal):
    """This file of postcodes cannot be used. Nothing was changed."""

    status = 422
