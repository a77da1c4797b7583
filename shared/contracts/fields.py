"""The usual fields of a handoff, as they are written and as they are said to the person. Others are allowed."""

from collections.abc import Mapping

FIELDS: Mapping[str, str] = {
    "name": "Name",
    "phone": "Phone number",
    "text": "Number for text messages",
    "email": "Email address",
    "letter": "Postal address",
    "needs": "What help is wanted with",
    "access_needs": "What makes it easier",
    "communication": "Talking and writing",
    "language": "Language",
    "trusted_person": "Person they trust",
    "age": "Age",
    "area": "Area",
    "postcode": "Postcode",
    "best_time": "Best time to get in touch",
    "what_would_help": "What would help",
}
SPOKEN: Mapping[str, str] = {
    "name": "your name",
    "phone": "your phone number",
    "text": "your number for text messages",
    "email": "your email address",
    "letter": "your postal address",
    "needs": "what you would like help with",
    "access_needs": "what makes things easier for you",
    "communication": "how you like to talk and write",
    "language": "your language",
    "trusted_person": "who is with you",
    "age": "your age",
    "area": "your area",
    "postcode": "your postcode",
    "best_time": "when it is best to get in touch",
    "what_would_help": "what would help you",
}
