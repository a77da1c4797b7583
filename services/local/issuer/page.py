"""The page on which people choose who they are. It works without JavaScript and has none."""

from importlib.resources import files

import jinja2
import msgspec

from services.local.issuer.grants import Asked
from services.local.personas import PERSONAS

ENVIRONMENT = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)


def choose(asked: Asked) -> str:
    """A button for each persona, with the client's request in hidden fields."""
    hidden = {name: value for name, value in msgspec.structs.asdict(asked).items() if value is not None}
    template = ENVIRONMENT.from_string(_text("choose.html"))
    return template.render(hidden=hidden, personas=PERSONAS)


def style() -> str:
    """The style sheet."""
    return _text("style.css")


def policy(origins: list[str]) -> str:
    """Nothing but our own style sheet and form; `origins` are where a form may lead after its answer."""
    return (
        "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self' {' '.join(origins)}"
    )


def _text(name: str) -> str:
    return files("services.local.issuer").joinpath(name).read_text(encoding="utf-8")
