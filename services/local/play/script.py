"""What is said in the play. The person is invented."""

from services.local.listings.terms import demo_id
from services.local.personas import OPEN_DOOR
from shared.contracts.people import ContactWay, PersonNew
from shared.contracts.words import ServiceId, Topic, TopicState

FIRST_NAME = "Robin"
PERSON = PersonNew(
    name="Robin Marsh (invented)",
    known_as=FIRST_NAME,
    contacts=(ContactWay(way="phone", value="07700 900123", safe=True, times="mornings"),),
    age=34,
)
FRAMING = "An informal talk about what might help. Saying no is fine, and nothing changes."
TOPICS = {
    Topic.HEALTH_HISTORY: TopicState.DISCUSSED,
    Topic.WORK_HISTORY: TopicState.DECLINED,
    Topic.BARRIERS: TopicState.DISCUSSED,
    Topic.GOALS: TopicState.DISCUSSED,
    Topic.ADJUSTMENTS: TopicState.LATER,
}
TEXT = "scared to go outside since my accident, and I panic on buses"
NEEDS = {"fear-of-going-out": 1.0, "anxiety": 0.8, "transport": 0.6}
POSTCODE = "B33 8TH"

SERVICE_NAME = "Small Steps Outdoors"
SERVICE = ServiceId(demo_id("service", OPEN_DOOR.legal_name, SERVICE_NAME))
PURPOSE = "So that Small Steps Outdoors can get in touch and offer help with going out"
CONTENT = {
    "name": "Robin Marsh (invented)",
    "phone": "07700 900123",
    "best_time": "mornings",
    "what_would_help": "Somebody who comes along for the first few walks and bus trips",
}
WORDS = f"May {OPEN_DOOR.legal_name} have your name, your number, when to ring, and what would help?"
READ_BACK = "Yes, they can have those four things and nothing else."
DIARY_WORDS = "May the Yardley Jobcentre diary know that a referral was sent and accepted, and nothing about it?"
DIARY_READ_BACK = "Yes, sent and accepted is fine."
CONTACT = "Nia Morgan"
DAYS = 3
