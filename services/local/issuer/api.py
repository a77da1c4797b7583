"""OpenID Connect for the desk: discovery, authorize, token, published keys."""

import base64
import binascii
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote_plus

import msgspec
from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect

from services.local.issuer import page
from services.local.issuer.grants import Asked
from services.local.issuer.provider import Provider, Refused, Tokens, origins
from shared.access import public

Form = Mapping[str, str]
UNSTORED = {"cache-control": "no-store"}


@get("/.well-known/openid-configuration", guards=[public], sync_to_thread=False, summary="Discovery")
def discovery(provider: NamedDependency[Provider]) -> dict[str, object]:
    """Where everything is (OpenID Connect Discovery 1.0)."""
    issuer = provider.signer.issuer
    return {
        "issuer": issuer,
        "authorization_endpoint": f"{issuer}/authorize",
        "token_endpoint": f"{issuer}/token",
        "jwks_uri": f"{issuer}/jwks",
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "scopes_supported": ["openid"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
    }


@get("/jwks", guards=[public], sync_to_thread=False, summary="Published keys")
def jwks(provider: NamedDependency[Provider]) -> dict[str, object]:
    """The public half of the key that signs."""
    return provider.signer.published()


@get("/authorize", guards=[public], sync_to_thread=False, summary="Choose who to be")
def ask(request: Request[Any, Any, Any], provider: NamedDependency[Provider]) -> Response[str]:
    """The page of personas, or back to the client with an error."""
    asked = _asked(dict(request.query_params))
    astray = provider.check(asked)
    return _go(astray) if astray else _html(page.choose(asked), provider)


@post("/authorize", guards=[public], summary="Be somebody")
async def answer(request: Request[Any, Any, Any], provider: NamedDependency[Provider]) -> Response[str]:
    """Back to the client with a code."""
    form = await _form(request)
    asked = _asked(form)
    return _go(provider.check(asked) or provider.choose(form.get("persona", ""), asked, _now()))


@post("/token", guards=[public], status_code=200, summary="Exchange a code")
async def token(request: Request[Any, Any, Any], provider: NamedDependency[Provider]) -> Response[Tokens | Refused]:
    """An access token and an id token."""
    form = await _form(request)
    answer = provider.exchange(form, _client(request.headers.get("authorization", ""), form), _now())
    status = {"invalid_client": 401}.get(answer.error, 400) if isinstance(answer, Refused) else 200
    return Response(answer, status_code=status, headers=UNSTORED)


@get("/style.css", guards=[public], media_type="text/css", sync_to_thread=False, include_in_schema=False)
def style() -> str:
    """The style sheet of the page."""
    return page.style()


HANDLERS = (discovery, jwks, ask, answer, token, style)


def _asked(given: Form) -> Asked:
    known = {name: given[name] for name in Asked.__struct_fields__ if name in given}
    return msgspec.convert(known, Asked)


async def _form(request: Request[Any, Any, Any]) -> Form:
    form = await request.form()
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def _client(header: str, form: Form) -> tuple[str, str]:
    """Id and secret, from the header (RFC 6749, 2.3.1) or from the form."""
    scheme, _, given = header.partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        name, _, secret = base64.b64decode(given, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return unquote_plus(name), unquote_plus(secret)


def _html(text: str, provider: Provider) -> Response[str]:
    headers = {**UNSTORED, "content-security-policy": page.policy(origins(provider.redirect_uris))}
    return Response(text, media_type="text/html", headers=headers)


def _go(url: str) -> Response[Any]:
    return Redirect(url, status_code=303, headers=UNSTORED)


def _now() -> datetime:
    return datetime.now(UTC)
