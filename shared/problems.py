"""Every error as `application/problem+json`, with all faults and the request id."""

import re
from collections.abc import Callable
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from shared import log
from shared.checking import faults
from shared.errors import Fault, Invalid, NotAllowedNow, NotFound, Problem, Refusal
from shared.requests import AnyRequest, request_id
from shared.wording import wording

MISSING = re.compile(r"Missing required \w+ parameter '([^']+)'")  # Litestar says this in a sentence alone
MEDIA_TYPE = "application/problem+json"
OUR_FAULT = 500
OURS = "Something went wrong on our side. It has been written down; nothing you sent was kept half-done."


def refused(request: AnyRequest, refusal: Refusal) -> Response[Problem]:
    """A rule said no."""
    return _answer(request, type(refusal), refusal.status, refusal.detail, refusal.faults)


def invalid(request: AnyRequest, error: ValidationException) -> Response[Problem]:
    """Litestar could not read a parameter or the body: say everything that is wrong with it."""
    found = [*_in_parameters(error), *_in_body(request)]
    return _answer(request, Invalid, Invalid.status, Invalid().detail, found)


def from_framework(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    """Not found, wrong method, too large and the like."""
    if error.status_code >= OUR_FAULT:
        return our_fault(request, error)
    kind: type[Refusal] = {404: NotFound, 405: NotAllowedNow}.get(error.status_code, Invalid)
    detail = NotFound().detail if kind is NotFound else error.detail
    answer = _answer(request, kind, error.status_code, detail, ())
    answer.headers.update(error.headers or {})
    return answer


def our_fault(request: AnyRequest, error: Exception) -> Response[Problem]:
    """A bug. The log has the trace, the caller has the request id, and neither has a person's data.

    What a transaction refuses at its end comes wrapped: Litestar collects what the ends of dependencies raise.
    """
    if refusal := _wrapped(error):
        return refused(request, refusal)
    log.get().error("request.failed", request=request_id(request.scope), exc_info=error)
    problem = Problem(
        type="/problems/our-fault", title="Our fault", status=500, detail=OURS, request_id=request_id(request.scope)
    )
    return Response(problem, status_code=500, media_type=MEDIA_TYPE)


def _wrapped(error: BaseException) -> Refusal | None:
    match error:
        case BaseExceptionGroup(exceptions=[Refusal() as refusal]):
            return refusal
        case _:
            return None


HANDLERS: dict[int | type[Exception], Callable[[Any, Any], Response[Problem]]] = {
    Refusal: refused,
    ValidationException: invalid,
    HTTPException: from_framework,
    Exception: our_fault,
}


def _answer(
    request: AnyRequest, kind: type[Refusal], status: int, detail: str, found: "tuple[Fault, ...] | list[Fault]"
) -> Response[Problem]:
    problem = Problem(
        type=kind.type(),
        title=kind.title(),
        status=status,
        detail=detail,
        request_id=request_id(request.scope),
        errors=tuple(found),
    )
    return Response(problem, status_code=status, media_type=MEDIA_TYPE)


def _in_parameters(error: ValidationException) -> list[Fault]:
    if missing := MISSING.match(error.detail):
        return [Fault(field=missing[1], message="This is required")]
    extra: Any = error.extra if isinstance(error.extra, list) else []
    return [
        Fault(field=item["key"], message=wording(item["message"], None))
        for item in extra
        if item.get("key", "data") != "data" and item.get("source") != "body"
    ]


def _in_body(request: Request[Any, Any, Any]) -> list[Fault]:
    given = request.state.get("given", ...)
    body = request.route_handler.parsed_fn_signature.parameters.get("data")
    if body is None or given is ...:
        return []
    return list(faults(body.annotation, given))
