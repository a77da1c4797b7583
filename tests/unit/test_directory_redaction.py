"""What is taken out of a listing before anybody sees it, whatever its publisher wrote where."""

from uuid import UUID

import msgspec
from hypothesis import given, strategies

from directory_room import Json, at, listing, marked
from services.directory.redaction import is_internal, publish
from shared.contracts.open_referral import Service

STREET, POSTCODE = "17 Rowan Passage", "B33 8TH"
FIELDS = ("description", "alert", "eligibility_description", "application_process", "accreditations", "fees")
AROUND = strategies.text(strategies.characters(categories=["L", "Zs", "P"]), max_size=20)


def service(document: Json) -> Service:
    return msgspec.convert(document, Service)


def text(shown: Service) -> str:
    return msgspec.json.encode(shown).decode().lower()


@given(
    field=strategies.sampled_from(FIELDS),
    before=AROUND,
    secret=strategies.sampled_from([STREET, STREET.upper(), POSTCODE, "b338th", "B33  8TH"]),
    after=AROUND,
)
def test_an_address_is_taken_out_of_any_text(field: str, before: str, secret: str, after: str) -> None:
    document = listing(
        **{field: f"{before} {secret} {after}"},
        attributes=[marked("area-only")],
        service_at_locations=[at(STREET, POSTCODE, 52.47913, -1.80581)],
    )

    shown = text(publish(service(document)))

    assert [one for one in (STREET.lower(), "b33 8th", "b338th", "52.47913", "1.80581") if one in shown] == []


def test_what_says_nothing_of_a_place_stays() -> None:
    document = listing(attributes=[marked("area-only")], service_at_locations=[at(STREET, POSTCODE, 52.4, -1.8)])

    shown = publish(service(document))

    assert (shown.name, shown.description, shown.attributes) == (
        document["name"],
        document["description"],
        service(document).attributes,
    )
    assert [one.id for one in shown.service_at_locations] == [one.id for one in service(document).service_at_locations]


def test_an_open_listing_is_shown_as_it_is() -> None:
    document = listing(service_at_locations=[at(STREET, POSTCODE, 52.4, -1.8)], attributes=[marked("public")])

    assert publish(service(document)) == service(document)
    assert not is_internal(service(document))


def test_a_place_of_the_organisation_is_hidden_with_its_listing() -> None:
    document = listing(attributes=[marked("area-only")])
    organization = {
        "id": str(UUID(int=1)),
        "name": "Trust",
        "description": f"At {STREET}.",
        "locations": [at(STREET, POSTCODE, 52.47913, -1.80581)["location"]],
    }

    shown = publish(service({**document, "organization": organization}))

    assert STREET.lower() not in text(shown)
    assert shown.organization
    assert shown.organization.locations == ()


def test_the_mark_may_hang_on_the_organisation_or_stand_as_a_plain_value() -> None:
    organization: Json = {
        "id": str(UUID(int=1)),
        "name": "Office",
        "description": "Ours",
        "attributes": [{"id": str(UUID(int=2)), "link_type": "visibility", "value": "internal"}],
    }

    assert is_internal(service({**listing(), "organization": organization}))
