"""The colours of the place that runs it, as custom properties over those of the kit."""

from services.desk.settings import Settings


def sheet(settings: Settings) -> str:
    """A style sheet of a few variables, made of the settings and served as a file of its own."""
    values = {
        "--wayfare-brand": settings.brand_colour,
        "--wayfare-brand-ink": settings.brand_ink,
        "--wayfare-button": settings.brand_button,
        "--govuk-brand-colour": settings.brand_colour,
        "--govuk-link-colour": settings.brand_link,
        "--govuk-link-visited-colour": settings.brand_link,
        "--govuk-link-hover-colour": settings.brand_colour,
        "--govuk-surface-background-colour": settings.brand_surface,
        "--govuk-template-background-colour": settings.brand_surface,
    }
    return ":root{" + "".join(f"{name}:{value};" for name, value in values.items()) + "}\n"
