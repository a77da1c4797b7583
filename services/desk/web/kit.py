"""The component kit: its macros by name, in an environment that forgives what they leave out."""

from collections.abc import Callable
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

PACKAGE = "govuk_frontend_jinja"


class Kit:
    """`govuk("button", text="Save")` is the kit's button. Our own templates stay strict about missing values."""

    def __init__(self) -> None:
        self._macros: dict[str, Callable[[dict[str, Any]], Markup]] = {}
        self._environment = Environment(
            loader=PrefixLoader({PACKAGE: PackageLoader(PACKAGE)}), undefined=ChainableUndefined, autoescape=True
        )

    def __call__(self, component: str, /, **params: Any) -> Markup:
        """A component of the kit, with the parameters that its documentation names."""
        return self._macro(component)({name: value for name, value in params.items() if value is not None})

    def _macro(self, component: str) -> Callable[[dict[str, Any]], Markup]:
        if component not in self._macros:
            template = self._environment.get_template(f"{PACKAGE}/components/{component}/macro.html")
            name = "govuk" + "".join(part.capitalize() for part in component.split("-"))
            self._macros[component] = getattr(template.module, name)
        return self._macros[component]
