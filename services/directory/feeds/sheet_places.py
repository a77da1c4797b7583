"""Organisations and places of a spreadsheet."""

from collections.abc import Mapping

from services.directory.feeds.mapping import LocationColumns, OrganizationColumns
from services.directory.feeds.naming import Names
from shared.contracts.open_referral import Address, Location, ServiceAtLocation

Cells = Mapping[str, str]
NATION = "England"  # stands in `state_province` where the sheet has no county


def organization(cells: Cells, columns: OrganizationColumns, names: Names) -> dict[str, object]:
    """An organisation as a document, still to be checked. Where nothing is said of it, its name is said again."""
    said = {field: text for field, column in columns.fields.items() if (text := _said(cells, column, columns.nothing))}
    name = cells.get(columns.name, "").strip()
    return {
        "id": str(names.kept("organisation", cells[columns.id])),
        "name": name,
        "description": name,
        **said,
    }


def missing_parts(cells: Cells, columns: LocationColumns) -> list[str]:
    """The columns that a place cannot do without and are empty."""
    needed = [columns.address[0] if columns.address else None, columns.city, columns.postcode]
    if columns.latitude and columns.longitude:
        needed = [columns.latitude, columns.longitude]
    return [column for column in needed if column and not cells.get(column, "").strip()]


def at_location(cells: Cells, columns: LocationColumns, names: Names, service: str) -> ServiceAtLocation:
    """A service at one place that misses nothing."""
    location_id = names.kept("location", cells[columns.id])
    service_id = names.kept("service", service)
    return ServiceAtLocation(
        id=names.of("at", service_id, location_id),
        service_id=service_id,
        location_id=location_id,
        location=Location(
            id=location_id,
            location_type="physical",
            name=_text(cells, columns.name),
            latitude=_number(cells, columns.latitude),
            longitude=_number(cells, columns.longitude),
            addresses=(_address(cells, columns, names),) if columns.address else (),
        ),
    )


def _address(cells: Cells, columns: LocationColumns, names: Names) -> Address:
    location = names.kept("location", cells[columns.id])
    lines = [text for column in columns.address if (text := _text(cells, column))]
    return Address(
        id=names.of("address", location),
        location_id=location,
        address_1=lines[0],
        address_2=", ".join(lines[1:]) or None,
        city=_text(cells, columns.city) or "",
        state_province=_text(cells, columns.county) or NATION,
        postal_code=(_text(cells, columns.postcode) or "").upper(),
        country="GB",
        address_type="physical",
    )


def _said(cells: Cells, column: str, nothing: tuple[str, ...]) -> str | None:
    text = _text(cells, column)
    return None if text in nothing else text


def _text(cells: Cells, column: str | None) -> str | None:
    return cells.get(column, "").strip() or None if column else None


def _number(cells: Cells, column: str | None) -> float | None:
    text = _text(cells, column)
    try:
        return float(text) if text else None
    except ValueError:
        return None
