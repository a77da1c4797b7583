"""Pieces of sentences: lists, numbers, days and names as people say them."""

from collections.abc import Iterable, Sequence
from datetime import date

from shared.contracts.words import Access, Attendance, Hours, Kind, Route

ACCESS = {
    Access.STEP_FREE: "step-free access",
    Access.BSL: "British Sign Language",
    Access.QUIET_SPACE: "a quiet space",
    Access.BRING_SOMEONE: "bringing someone along",
    Access.HEARING_LOOP: "a hearing loop",
    Access.HOME_VISIT: "a visit at home",
}
ATTENDANCE = {
    Attendance.IN_PERSON: "in person",
    Attendance.PHONE: "by phone",
    Attendance.VIDEO: "by video call",
    Attendance.ONLINE: "online",
    Attendance.HOME_VISIT: "at home",
}
ROUTE = {
    Route.REFERRAL: "by referral",
    Route.SELF_REFERRAL: "by asking themselves",
    Route.DROP_IN: "by dropping in",
    Route.PHONE: "by phoning",
}
HOURS = {
    Hours.FULL_TIME: "full-time",
    Hours.PART_TIME: "part-time",
    Hours.FLEXIBLE: "flexible",
    Hours.REMOTE: "remote",
}
DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
LANGUAGES = {
    "ar": "Arabic",
    "bn": "Bengali",
    "cy": "Welsh",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "gu": "Gujarati",
    "hi": "Hindi",
    "it": "Italian",
    "ku": "Kurdish",
    "pa": "Punjabi",
    "pl": "Polish",
    "ps": "Pashto",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "so": "Somali",
    "sq": "Albanian",
    "ta": "Tamil",
    "ti": "Tigrinya",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
    "bfi": "British Sign Language",
}


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a, b and c`."""
    *most, end = list(parts) or [""]
    return f"{', '.join(most)} {last} {end}" if most else end


def number(value: float) -> str:
    """Without a decimal point where there is nothing behind it."""
    return f"{value:g}"


def weeks(count: float) -> str:
    """`1 week`, `6 weeks`, `less than a week`."""
    if count < 1:
        return "less than a week"
    return "1 week" if count == 1 else f"{number(count)} weeks"


def kilometres(km: float) -> str:
    """To one decimal place: no postcode is known better."""
    return "less than 0.1 km" if km < 0.1 else f"{km:.1f} km"  # noqa: PLR2004 -- what the sentence says


def on(when: date) -> str:
    """`20 November 2026`."""
    return f"{when.day} {when:%B %Y}"


def languages(codes: Sequence[str]) -> str:
    """Their English names; a code that we have no name for stays as it is."""
    return listed((LANGUAGES.get(code, code) for code in codes), "or")


def kinds(chosen: Iterable[Kind]) -> str:
    """The words of their codes."""
    return listed((str(kind).replace("-", " ") for kind in sorted(chosen)), "or")


def time(window: str) -> str:
    """`Tuesday evening`."""
    day, _, part = window.partition("-")
    return f"{DAYS[day]} {part}"


def ages(from_age: float | None, to_age: float | None) -> str:
    """`from 18`, `up to 24`, `from 16 to 24`."""
    if from_age is None or to_age is None:
        return f"up to {number(to_age)}" if to_age is not None else f"from {number(from_age or 0)}"
    return f"from {number(from_age)} to {number(to_age)}"
