"""Readers of feeds: records, places of faults, and what becomes of odd input."""

import io

import msgspec
import openpyxl
import pytest
from hypothesis import given, strategies

from directory_room import Json, listing
from services.directory.feeds import mapping, open_referral, splitting, spreadsheet, street_support
from services.directory.feeds.ages import ages
from services.directory.feeds.choosing import Format, recognised
from services.directory.feeds.naming import Names
from services.directory.feeds.opening import fault_of, hours, schedules
from services.directory.feeds.records import Found, Read, Refused, UnreadableFeed
from shared.contracts.open_referral import Service

SHEET = {
    "service.csv": "Id,Org,Title,Text,Age,Free,Web\n1,o1,Debt advice,All about debt,18+,Yes,https://a.example\n",
    "org.csv": "Id,Title\no1,Debt Trust\n",
}
MAPPING = """
title = "Ours"
[service]
table = "service"
id = "Id"
organization = "Org"
name = "Title"
description = ["Text"]
ages = "Age"
free = "Free"
fields = { url = "Web" }
[organization]
table = "org"
id = "Id"
name = "Title"
"""


def read(content: bytes) -> list[Found]:
    return list(open_referral.read({"feed": content}))


def services(found: list[Found]) -> list[Service]:
    return [one.service for one in found if isinstance(one, Read)]


def refusals(found: list[Found]) -> list[tuple[int | None, str]]:
    return [(fault.line, fault.field) for one in found if isinstance(one, Refused) for fault in one.faults]


def sheets(**changed: str) -> dict[str, bytes]:
    return {name: changed.get(name.removesuffix(".csv"), text).encode() for name, text in SHEET.items()}


@given(strategies.lists(strategies.dictionaries(strategies.text(), strategies.text() | strategies.integers())))
def test_a_list_is_cut_into_exactly_its_elements(elements: list[dict[str, object]]) -> None:
    for text in (msgspec.json.encode(elements), msgspec.json.format(msgspec.json.encode(elements))):
        pieces = list(splitting.pieces(text))

        assert [msgspec.json.decode(piece.text) for piece in pieces] == elements


@given(strategies.lists(strategies.dictionaries(strategies.text(), strategies.integers(), min_size=1), min_size=1))
def test_ndjson_is_cut_into_its_lines(elements: list[dict[str, object]]) -> None:
    text = b"\n".join(msgspec.json.encode(element) for element in elements)

    pieces = list(splitting.lines(text))

    assert [msgspec.json.decode(piece.text) for piece in pieces] == elements
    assert [piece.line for piece in pieces] == list(range(1, len(elements) + 1))


@given(strategies.binary())
def test_no_bytes_break_the_reader(content: bytes) -> None:
    for one in splitting.pieces(content):
        assert one.line >= 1


@pytest.mark.parametrize(
    "wrapped",
    [b"[%s]", b"\xef\xbb\xbf\n [%s]", b'{"total_items": 1,\n "contents": [%s]}', b"%s", b"\n%s\n\n"],
    ids=["list", "list with a byte order mark", "page", "one line", "between empty lines"],
)
@pytest.mark.parametrize("indent", [-1, 2], ids=["in one line", "over many lines"])
def test_a_record_is_found_however_it_is_wrapped(wrapped: bytes, indent: int) -> None:
    document = listing()

    found = services(read(wrapped % msgspec.json.format(msgspec.json.encode(document), indent=indent)))

    assert [str(service.id) for service in found] == [document["id"]]


def test_a_brace_too_many_or_too_few_costs_as_little_as_can_be() -> None:
    first, last = msgspec.json.encode(listing()), msgspec.json.encode(listing())

    too_many = read(b"[" + first + b",\n{}},\n" + last + b"]")
    too_few = read(b"[" + first + b',\n{"id": [,\n' + last + b"]")

    assert (len(services(too_many)), refusals(too_many)) == (2, [(2, "")])
    assert (len(services(too_few)), refusals(too_few)) == (1, [(2, "")])


def test_what_ends_too_early_keeps_what_came_before() -> None:
    found = read(b"[" + msgspec.json.encode(listing()) + b',\n{"id": "x", "na')

    assert (len(services(found)), refusals(found)) == (1, [(2, "")])


def test_nothing_at_all_is_no_feed() -> None:
    with pytest.raises(UnreadableFeed):
        read(b"")

    assert read(b"[]") == []


WRONG: list[tuple[Json, list[str]]] = [
    ({"id": "7"}, ["id"]),
    ({"name": None, "status": ""}, ["name", "status"]),
    ({"last_modified": "2026-01-01T10:00:00"}, ["last_modified"]),
    ({"last_modified": "9999-12-31T23:59:59-14:00"}, ["last_modified"]),
    ({"email": "nobody", "url": "www.example.org"}, ["email", "url"]),
    ({"organization": {"id": "x", "name": "A"}}, ["organization.id", "organization.description"]),
    ({"schedules": [{"id": "00000000-0000-0000-0000-000000000001", "freq": "DAILY"}]}, ["schedules[0].freq"]),
    ({"description": "a\0b"}, ["description"]),
    ({"languages": [{}, None]}, ["languages[0].id", "languages[1]"]),
]


@pytest.mark.parametrize(("fields", "faults"), WRONG)
def test_every_fault_of_a_record_is_named(fields: Json, faults: list[str]) -> None:
    found = read(msgspec.json.encode([{**listing(), **fields}]))

    assert sorted(field for _, field in refusals(found)) == sorted(faults)


def test_a_record_nested_without_end_is_refused_and_the_next_is_read() -> None:
    deep = b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b"}"

    found = read(b"[" + deep + b",\n" + msgspec.json.encode(listing()) + b"]")

    assert (len(services(found)), refusals(found)) == (1, [(1, "")])


def test_what_is_odd_is_said_and_goes_in() -> None:
    place = {"id": "00000000-0000-0000-0000-000000000002", "location_type": "physical", "latitude": 100.0}
    at = [{"id": "00000000-0000-0000-0000-000000000001", "location": place}]

    found = read(msgspec.json.encode([listing(assured_date="last spring", service_at_locations=at)]))

    assert len(services(found)) == 1
    remarks = [remark.field for one in found if isinstance(one, Read) for remark in one.remarks]
    assert remarks == ["assured_date", "service_at_locations[0].location"]


def test_a_workbook_is_read_like_its_sheets() -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, text in SHEET.items():
        sheet = book.create_sheet(name.removesuffix(".csv"))
        for line in text.splitlines():
            sheet.append(line.split(","))
    saved = io.BytesIO()
    book.save(saved)

    of_csv = services(list(spreadsheet.read(sheets(), "ours", MAPPING)))
    of_book = services(list(spreadsheet.read({"all.xlsx": saved.getvalue()}, "ours", MAPPING)))

    assert of_csv == of_book
    assert (of_csv[0].name, of_csv[0].minimum_age, of_csv[0].url) == ("Debt advice", 18, "https://a.example")
    assert of_csv[0].organization
    assert of_csv[0].organization.name == "Debt Trust"


def test_rows_that_cannot_be_listings_are_refused_by_column_and_line() -> None:
    text = SHEET["service.csv"] + ",o1,Nameless id,,,,\n2,o9,No such organisation,,,,\n3,o1,,,,,\n4,o1,Bad web,,,,web\n"

    found = list(spreadsheet.read(sheets(service=text), "ours", MAPPING))

    assert len(services(found)) == 1
    assert refusals(found) == [(3, "Id"), (4, "Org"), (5, "Title"), (6, "url")]


def test_a_text_over_several_lines_does_not_shift_the_lines() -> None:
    text = 'Id,Org,Title,Text,Age,Free,Web\n1,o1,One,"two\nlines",,,\n,o1,Bad,,,,\n'

    assert refusals(list(spreadsheet.read(sheets(service=text), "ours", MAPPING))) == [(4, "Id")]


def test_a_mapping_that_does_not_fit_names_every_column() -> None:
    text = SHEET["service.csv"].replace("Title", "Name").replace("Age", "Ages")

    with pytest.raises(mapping.NotAMapping) as refused:
        list(spreadsheet.read(sheets(service=text), "ours", MAPPING))

    assert {fault.field for fault in refused.value.faults} == {"service.Title", "service.Age"}


def test_a_mapping_with_wrong_words_names_them() -> None:
    with pytest.raises(mapping.NotAMapping) as refused:
        mapping.read('title = "Ours"\ncolour = "red"\n[service]\ntable = "service"\nid = 5\n')

    assert {fault.field for fault in refused.value.faults} >= {"mapping.colour", "mapping.service.id"}


def test_columns_that_no_saved_mapping_knows_are_no_feed() -> None:
    with pytest.raises(UnreadableFeed) as refused:
        list(spreadsheet.read(sheets(), "ours"))

    assert refused.value.faults


def test_the_mappings_in_the_box_can_be_read() -> None:
    assert "hounslow_connect" in mapping.shipped()


def test_street_support_refuses_a_record_and_keeps_the_rest() -> None:
    record = {"organization_id": "trust", "name": "Trust", "category": {"parent": "support", "sub": "debt"}}
    records = [
        {**record, "service_id": "a", "description": "Advice"},
        {**record, "service_id": "b", "description": "Advice", "category": {"parent": "support", "sub": "money"}},
        {**record, "service_id": "c", "description": "Meals", "location": {"latitude": "north"}},
        {"service_id": "d"},
    ]

    found = list(street_support.read({"services.json": msgspec.json.format(msgspec.json.encode(records))}, "street"))

    (read,) = [one for one in found if isinstance(one, Read)]
    assert read.joined == 1
    assert {one.taxonomy_term.code for one in read.service.attributes if one.taxonomy_term} == {
        "support",
        "support/debt",
        "support/money",
    }
    assert [one.value for one in read.service.attributes if one.link_type == "source_id"] == ["a", "b"]
    assert {field for _, field in refusals(found)} == {
        "location.latitude",
        "organization_id",
        "name",
        "category",
    }


def test_ids_that_are_none_of_the_standards_are_the_same_each_time_and_differ_by_source() -> None:
    assert Names("a").kept("service", "7") == Names("a").kept("service", "7")
    assert Names("a").kept("service", "7") != Names("b").kept("service", "7")
    kept = "00000000-0000-0000-0000-000000000001"
    assert str(Names("a").kept("service", kept)) == kept


def test_days_with_the_same_hours_are_one_schedule() -> None:
    given = [hours("Monday", "10:00", "12:00"), hours("friday", "10:00", "12:00"), hours("Monday", "18:00", "09:00")]

    made = schedules(given, Names("a").of("service"), Names("a"))

    assert [(one.byday, one.opens_at, one.closes_at) for one in made] == [
        ("MO,FR", "10:00Z", "12:00Z"),
        ("MO", "18:00Z", "09:00Z"),
    ]
    assert fault_of("Someday", "10:00", "12:00")
    assert fault_of("Monday", "00:90", "12:00")
    assert fault_of("Monday", "10:00", "10:00")


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("6 years - 14 years", 6, 14),
        ("4 to 18", 4, 18),
        ("11+", 11, None),
        ("From 5 years upwards", 5, None),
        ("Under 25", None, 24),
        ("Up to 18", None, 18),
        ("All ages", None, None),
    ],
)
def test_ages_are_read_as_people_write_them(text: str, least: float | None, most: float | None) -> None:
    assert ages(text) == (least, most)


@pytest.mark.parametrize("text", ["", "older people", "20-10", "1, 2 and 3"])
def test_ages_that_are_not_clear_are_not_guessed(text: str) -> None:
    assert ages(text) is None


def test_a_kind_of_feed_is_recognised_by_its_files() -> None:
    assert recognised({"services.json": b"[]", "organisations.json": b"{}"}) is Format.STREET_SUPPORT
    assert recognised({"a.csv": b"", "b.CSV": b""}) is Format.SPREADSHEET
    assert recognised({"a.jsonl": b""}) is Format.NDJSON
    assert recognised({"services.json": b"[]"}) is Format.ORUK
    with pytest.raises(UnreadableFeed):
        recognised({"a.docx": b"PK\x03\x04"})
