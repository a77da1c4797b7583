"""A service document made of a row, still to be checked against the standard."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from services.directory.feeds.ages import ages
from services.directory.feeds.mapping import Rename, ServiceColumns
from services.directory.feeds.naming import Names
from services.directory.feeds.terms import hung, source_id, term
from services.directory.feeds.tidying import plain
from shared.contracts.open_referral import Attribute, CostOption, ServiceAtLocation, TaxonomyTerm, Url
from shared.errors import Fault

Cells = Mapping[str, str]
YES, NO = {"yes", "true", "1", "y"}, {"no", "false", "0", "n"}


def document(
    cells: Cells,
    columns: ServiceColumns,
    names: Names,
    *,
    organization: Mapping[str, object] | None,
    places: Sequence[ServiceAtLocation],
    categories: Sequence[TaxonomyTerm],
) -> dict[str, object]:
    """The service with what belongs to it."""
    service = names.kept("service", cells[columns.id])
    found = ages(cells.get(columns.ages, "")) if columns.ages else None
    terms = [hung(names, service, "service_type", category) for category in categories]
    return {
        "id": str(service),
        "organization_id": str(names.kept("organisation", cells[columns.organization])),
        "name": _text(cells, columns.name),
        "status": _status(cells, columns),
        "description": _description(cells, columns),
        **{field: _text(cells, column) for field, column in columns.fields.items()},
        "minimum_age": found and found.least,
        "maximum_age": found and found.most,
        "eligibility_description": _eligibility(cells, columns),
        "organization": organization,
        "service_at_locations": plain(places),
        "cost_options": plain(_costs(cells, columns, service, names)),
        "additional_urls": plain(list(_urls(cells, columns, service, names))),
        "attributes": plain([*terms, *_attributes(cells, columns, service, names)]),
    }


def unclear(cells: Cells, columns: ServiceColumns) -> Iterator[Fault]:
    """What the row says that could not be understood; the listing goes in without it."""
    if columns.ages and (text := _text(cells, columns.ages)) and ages(text) is None:
        yield Fault(field=columns.ages, message=f"{text!r} is not understood as ages; it is shown as it is written")
    if columns.free and (text := _text(cells, columns.free)) and text.lower() not in YES | NO:
        yield Fault(field=columns.free, message=f"{text!r} is neither yes nor no, so the listing says nothing of cost")


def _status(cells: Cells, columns: ServiceColumns) -> str:
    """Active where the sheet has no such column; a text that `statuses` does not name stands as it is."""
    text = _text(cells, columns.status) if columns.status else "active"
    return columns.statuses.get(text or "", (text or "").lower())


def _description(cells: Cells, columns: ServiceColumns) -> str:
    said: list[str] = []
    for text in (_text(cells, column) for column in columns.description):
        if text and not any(_plain(text) in _plain(other) for other in said):
            said = [other for other in said if _plain(other) not in _plain(text)] + [text]
    return "\n\n".join(said)


def _plain(text: str) -> str:
    return " ".join(text.replace("*", "").split()).casefold()


def _eligibility(cells: Cells, columns: ServiceColumns) -> str:
    said = [f"{label}: {text}" for column, label in columns.eligibility.items() if (text := _text(cells, column))]
    return ". ".join(said)


def _costs(cells: Cells, columns: ServiceColumns, service: UUID, names: Names) -> tuple[CostOption, ...]:
    free = (_text(cells, columns.free) or "").lower() if columns.free else ""
    fees = _text(cells, columns.fees) if columns.fees else None
    if free not in YES and not fees:
        return ()
    cost = CostOption(
        id=names.of("cost", service),
        service_id=service,
        option="Free" if free in YES else "Cost",
        currency="GBP",
        amount=0.0 if free in YES else None,
        amount_description=fees or "Free of charge",
    )
    return (cost,)


def _urls(cells: Cells, columns: ServiceColumns, service: UUID, names: Names) -> Iterator[Url]:
    for column, label in columns.links.items():
        if text := _text(cells, column):
            yield Url(id=names.of("url", service, column), service_id=service, label=label, url=text)


def _attributes(cells: Cells, columns: ServiceColumns, service: UUID, names: Names) -> Iterator[Attribute]:
    for rename in columns.terms:
        text = _text(cells, rename.column)
        if text and (code := rename.values.get(text, text)):
            yield hung(names, service, rename.link_type, _term(rename, code, text, names))
    yield source_id(names, service, cells[columns.id].strip())


def _term(rename: Rename, code: str, text: str, names: Names) -> TaxonomyTerm:
    return term(names, rename.taxonomy, code, code if text in rename.values else text)


def _text(cells: Cells, column: str | None) -> str | None:
    return cells.get(column, "").strip() or None if column else None
