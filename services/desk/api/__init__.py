"""The pages: each handler translates a request for the rooms behind it, and their answer into a page."""

from services.desk.api import consents, conversations, inbox, needs, people, referrals, searches, sign_in, today, topics

HANDLERS = (
    *sign_in.HANDLERS,
    *today.HANDLERS,
    *people.HANDLERS,
    *conversations.HANDLERS,
    *topics.HANDLERS,
    *needs.HANDLERS,
    *searches.HANDLERS,
    *consents.HANDLERS,
    *referrals.HANDLERS,
    *inbox.HANDLERS,
)
