"""One way to make a service's web app: errors, sign-in, health and documentation alike in every room."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from litestar import Litestar, Router, get
from litestar.di import NamedDependency, Provide
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.types import BeforeMessageSendHookHandler, ControllerRouterHandler, Middleware

from shared.access import Authentication, caller, public
from shared.health import Health, Readiness
from shared.problems import HANDLERS
from shared.requests import HouseRequest, add_headers
from shared.tokens import Verifier

Lifespan = Callable[[Litestar], AbstractAsyncContextManager[None]] | AbstractAsyncContextManager[None]
MEGABYTE = 1024 * 1024


@get("/health/live", guards=[public], sync_to_thread=False, summary="Is the process running?")
def live() -> Health:
    """Always yes, if there is an answer."""
    return Health(status="live")


@get("/health/ready", guards=[public], summary="Can it do its work?")
async def ready(readiness: NamedDependency[Readiness]) -> Health:
    """Yes, or a problem that names each part that is not working (503)."""
    return await readiness.check()


def service(
    name: str,
    handlers: Sequence[ControllerRouterHandler],
    *,
    verifier: Verifier,
    readiness: Readiness,
    dependencies: Mapping[str, Provide] | None = None,
    lifespan: Sequence[Lifespan] = (),
    middleware: Sequence[Middleware] = (),
    before_send: Sequence[BeforeMessageSendHookHandler] = (),
    type_encoders: Mapping[Any, Callable[[Any], Any]] | None = None,
    max_body: int = MEGABYTE,
) -> Litestar:
    """A Litestar app with bearer sign-in (`by: Caller` is a dependency), problem answers, health and OpenAPI."""
    given = {"by": Provide(caller, sync_to_thread=False), "readiness": Provide(lambda: readiness, sync_to_thread=False)}
    app = Litestar(
        route_handlers=[live, ready, *handlers],
        dependencies={**given, **(dependencies or {})},
        middleware=[Authentication, *middleware],
        exception_handlers=HANDLERS,
        before_send=[add_headers, *before_send],
        lifespan=list(lifespan),
        request_class=HouseRequest,
        request_max_body_size=max_body,
        type_encoders=type_encoders,
        openapi_config=OpenAPIConfig(
            title=f"Wayfare {name}",
            version="1",
            openapi_router=Router("/schema", route_handlers=[], guards=[public]),
            render_plugins=[JsonRenderPlugin()],
        ),
        logging_config=None,
    )
    app.state["verifier"] = verifier
    return app
