"""An Open Referral UK document as an offer."""

import re
from collections.abc import Sequence
from datetime import date

from services.matcher.model import Offer, Sex
from services.matcher.reading import capacity, times, whereabouts
from services.matcher.reading.areas import area
from services.matcher.reading.marks import chosen, of_type, said_no, said_yes, slug
from services.matcher.reading.needs import Needs
from services.matcher.reading.wording import stems
from shared.contracts.events import ListingPublished
from shared.contracts.open_referral import Attribute, Schedule, Service, ServiceArea
from shared.contracts.words import Access, Attendance, Hours, Kind, Route, ServiceId
from shared.needs.interpreter import Interpreter
from shared.needs.vocabulary import Vocabulary

SEXES: dict[str, Sex] = {"female": "female", "women": "female", "male": "male", "men": "male"}
NO_INTERPRETERS = re.compile(r"(?:no|none|not available)\b", re.IGNORECASE)


class Reader:
    """Reads listings; `locate` finds a postcode."""

    def __init__(self, vocabulary: Vocabulary, interpreter: Interpreter, locate: whereabouts.Locate) -> None:
        self._needs = Needs(vocabulary, interpreter)
        self._locate = locate

    def offer(self, listing: ListingPublished, service: Service) -> Offer:
        """The offer of a published listing."""
        hung = service.attributes
        counted = stems(service)
        lacks = chosen(Access, said_no(of_type(hung, "accessibility")))
        return Offer(
            id=ServiceId(listing.service_id),
            version=listing.version,
            name=service.name,
            organisation=service.organization.name if service.organization else "",
            status=service.status,
            internal=listing.internal or "internal" in said_yes(of_type(hung, "visibility")),
            kind=next(iter(sorted(chosen(Kind, said_yes(of_type(hung, "kind", "service-kind"))))), None),
            needs=self._needs.of(service),
            words=counted,
            length=sum(counted.values()),
            spots=whereabouts.spots(service, self._locate),
            areas=tuple(area(stated) for stated in _areas(service)),
            attend=_attend(service),
            routes=chosen(Route, said_yes(of_type(hung, "referral-route", "route"))),
            has=chosen(Access, said_yes(of_type(hung, "accessibility"))) - lacks,
            lacks=lacks,
            hours=chosen(Hours, said_yes(of_type(hung, "hours"))),
            windows=times.windows(_schedules(service)),
            languages=_languages(service),
            interpreters=_interpreters(service),
            from_age=service.minimum_age,
            to_age=service.maximum_age,
            sex=_sex(hung),
            free=capacity.free(service),
            places=capacity.places(service),
            accepting=capacity.accepting(hung),
            waiting_weeks=capacity.waiting_weeks(hung),
            assured=_assured(service),
            employer_support=frozenset(said_yes(of_type(hung, "employer-support"))),
            alert=service.alert,
        )


def _areas(service: Service) -> list[ServiceArea]:
    return [*service.service_areas, *(area for at in service.service_at_locations for area in at.service_areas)]


def _schedules(service: Service) -> list[Schedule]:
    at = service.service_at_locations
    return [*service.schedules, *(one for place in at for one in place.schedules)]


def _attend(service: Service) -> frozenset[Attendance]:
    """What the listing states, in its attributes or beside its times; a place alone means in person."""
    codes = [*said_yes(of_type(service.attributes, "attendance", "attending-type"))]
    codes += [slug(schedule.attending_type) for schedule in _schedules(service) if schedule.attending_type]
    stated = chosen(Attendance, codes)
    if stated or whereabouts.placed_nowhere(service):
        return stated
    return frozenset({Attendance.IN_PERSON})


def _languages(service: Service) -> frozenset[str]:
    return frozenset(language.code.lower() for language in service.languages if language.code)


def _interpreters(service: Service) -> bool:
    said = (service.interpretation_services or "").strip()
    return bool(said) and not NO_INTERPRETERS.match(said)


def _sex(hung: Sequence[Attribute]) -> Sex | None:
    """For one sex only, where exactly one is named."""
    named: set[Sex] = {
        SEXES[code] for code in said_yes(of_type(hung, "eligibility", "target-audience")) if code in SEXES
    }
    return next(iter(named)) if len(named) == 1 else None


def _assured(service: Service) -> date | None:
    return times.day_of(service.assured_date)
