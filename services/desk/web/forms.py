"""Forms: what was sent, checked to come from a page of this very visit."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from services.desk.sealing import Seal
from services.desk.web.visit import AnyRequest, Visit, visit
from shared.errors import Fault, Refusal

CSRF, ONCE, SENT = "csrf", "once", "sent"


class StaleForm(Refusal):
    """This page is from before you signed in, or was open too long. Go back, load it again and try once more."""

    status = 403


class Form:
    """The values of a form. `Form.of()` is one that nobody has filled in yet."""

    def __init__(self, values: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, list[str]] = {}
        for name, value in values:
            self._values.setdefault(name, []).append(value)

    @classmethod
    def of(cls, **values: str | Iterable[str] | None) -> "Form":
        """A form filled in beforehand."""
        pairs = ((name, [value] if isinstance(value, str) else value or ()) for name, value in values.items())
        return cls((name, one) for name, several in pairs for one in several)

    def text(self, name: str) -> str:
        """What was typed, without space around it; empty where nothing was."""
        return next(iter(self._values.get(name, ())), "").strip()

    def given(self, name: str) -> str | None:
        """What was typed, or None."""
        return self.text(name) or None

    def chosen(self, name: str) -> tuple[str, ...]:
        """Every box that was ticked, once."""
        return tuple(dict.fromkeys(self._values.get(name, ())))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Everything that was sent, to be sent again as it was."""
        return [(name, value) for name, values in self._values.items() for value in values]

    def has(self, name: str) -> bool:
        """Was anything sent under this name?"""
        return name in self._values

    @property
    def once(self) -> str:
        """The form's own token, so that pressing twice does it once."""
        try:
            return str(UUID(self.text(ONCE)))
        except ValueError:
            raise StaleForm from None


async def check_form(request: AnyRequest) -> None:
    """Before every request: a form must carry the mark of this visit. Raises `StaleForm`."""
    if request.method != "POST":
        return
    seal: Seal = request.app.state["seal"]
    sent = await form(request)
    if not seal.is_marked(CSRF, visit(request).secret, sent.text(CSRF)):
        raise StaleForm
    request.state[SENT] = sent


async def form(request: AnyRequest) -> Form:
    """The dependency `form`: what was sent."""
    sent = await request.form()
    return Form((name, value) for name, value in sent.multi_items() if isinstance(value, str))


def sent_before(request: AnyRequest) -> Form | None:
    """The form of this request, if it was read and came from a page of this visit."""
    found = request.state.get(SENT)
    return found if isinstance(found, Form) else None


def mark(seal: Seal, by: Visit) -> str:
    """The mark of a visit, for the hidden field."""
    return seal.mark(CSRF, by.secret)


def new_once() -> str:
    """A token for a form that is about to be shown."""
    return str(uuid4())


def missing(form: Form, **messages: str) -> list[Fault]:
    """A fault for each field that was left empty."""
    return [Fault(field=name, message=message) for name, message in messages.items() if not form.text(name)]
