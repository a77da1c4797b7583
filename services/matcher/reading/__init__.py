"""Reads an Open Referral UK document into an offer. Odd content is taken as not known; nothing here raises."""

from services.matcher.reading.reader import Reader

__all__ = ["Reader"]
