"""Refusals as pages: calm, with what to do next."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Template

from services.desk.web.forms import sent_before
from services.desk.web.pages import page, see
from services.desk.web.visit import AnyRequest
from shared import log, problems
from shared.errors import Gone, NotFound, NotSignedIn, NotYours, Refusal, Unavailable
from shared.requests import request_id

TITLES: dict[type[Refusal], str] = {
    NotFound: "This page is not here",
    NotYours: "This page is not part of your role",
    Unavailable: "This is not working right now",
    Gone: "This is no longer shared",
}
FOR_MACHINES = "/health/"
OURS = 500


def refused(request: AnyRequest, refusal: Refusal) -> Response[Any]:
    """A rule said no."""
    if request.url.path.startswith(FOR_MACHINES):
        return problems.refused(request, refusal)
    if isinstance(refusal, NotSignedIn):
        return _sign_in(request)
    title = next((title for kind, title in TITLES.items() if isinstance(refusal, kind)), "This cannot be done")
    again = sent_before(request) if isinstance(refusal, Unavailable) else None
    return page(
        "problem",
        title,
        status=refusal.status,
        detail=refusal.detail,
        found=refusal.faults,
        again=again,
        path=request.url.path,
    )


def from_framework(request: AnyRequest, error: HTTPException) -> Response[Any]:
    """Not found, wrong method, too large, a broken id in an address."""
    if error.status_code >= OURS:
        return our_fault(request, error)
    status = 404 if error.status_code in {400, 404, 405} else error.status_code
    if status == NotFound.status:
        return _problem(TITLES[NotFound], "Check the address, or go back to the start.", status)
    return _problem("This cannot be done", error.detail, status)


def our_fault(request: AnyRequest, error: Exception) -> Response[Any]:
    """A bug. The log has the trace, and the page has nothing of it."""
    log.get().error("request.failed", request=request_id(request.scope), exc_info=error)
    return _problem("Something went wrong on our side", problems.OURS, 500, reference=request_id(request.scope))


HANDLERS: dict[int | type[Exception], Callable[[Any, Any], Response[Any]]] = {
    Refusal: refused,
    HTTPException: from_framework,
    Exception: our_fault,
}


def _sign_in(request: AnyRequest) -> Response[Any]:
    """To the sign-in page. A form cannot follow there, so it gets a page that says what happened."""
    if request.method == "GET":
        back = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return see(f"/sign-in?back={quote(back, safe='')}")
    detail = "You were signed out because some time has passed. Sign in, then fill this page in once more."
    return _problem("Please sign in again", detail, NotSignedIn.status, sign_in=True)


def _problem(title: str, detail: str, status: int, *, sign_in: bool = False, reference: str | None = None) -> Template:
    return page("problem", title, status=status, detail=detail, sign_in=sign_in, reference=reference)
