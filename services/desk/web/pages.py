"""Rendering: strict templates, the kit, and the filters that put dates and places in words."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar.response import Redirect, Template

from services.desk.rules import wording
from services.desk.sealing import Seal
from services.desk.settings import Settings
from services.desk.web.forms import mark, new_once
from services.desk.web.kit import Kit
from services.desk.web.visit import AnyRequest, here, visit
from shared.calendar import LONDON
from shared.errors import Fault, Invalid

NO_FAULTS: Sequence[Fault] = ()
OK = 200


def moment(at: datetime) -> str:
    """A time as people here read it."""
    return wording.moment(at.astimezone(LONDON))


FILTERS: dict[str, Callable[..., str]] = {
    "day": wording.day,
    "moment": moment,
    "miles": wording.miles,
    "listed": wording.listed,
}


def environment(settings: Settings, seal: Seal) -> Environment:
    """The templates of the desk."""

    def csrf(request: AnyRequest) -> str:
        return mark(seal, visit(request))

    made = Environment(
        loader=PackageLoader("services.desk"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    parts: dict[str, Any] = {
        "govuk": Kit(),
        "settings": settings,
        "csrf": csrf,
        "here": here,
        "new_once": new_once,
        "wording": wording,
        "wrong": wrong,
        "summary": summary,
    }
    made.globals.update(parts)
    made.filters.update(FILTERS)
    return made


def page(
    name: str, title: str, *, faults: Sequence[Fault] = NO_FAULTS, status: int | None = None, **context: Any
) -> Template:
    """A page. With faults its title says so, and its status is 422."""
    return Template(
        f"{name}.html",
        context={"title": title, "faults": {fault.field: fault.message for fault in faults}, **context},
        status_code=status or (Invalid.status if faults else OK),
        media_type="text/html",
    )


def wrong(faults: Mapping[str, str], name: str) -> dict[str, str] | None:
    """What the kit shows at a field."""
    return {"text": faults[name]} if name in faults else None


def summary(faults: Mapping[str, str]) -> list[dict[str, str]]:
    """What the kit shows on top: the same words, each leading to its field."""
    return [{"text": text, **({"href": f"#{name}"} if name else {})} for name, text in faults.items()]


def see(path: str) -> Redirect:
    """After a form: go and look there."""
    return Redirect(path, status_code=303)
