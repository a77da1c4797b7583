"""Sign in and out: by the operator's OIDC provider, in local mode too."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect, Template

from services.desk.rooms.provider import Granted, Pending, Provider, check_answer, new_pending
from services.desk.rooms.sessions import Sessions
from services.desk.sealing import Seal
from services.desk.settings import Settings
from services.desk.web.pages import page, see
from services.desk.web.visit import AnyRequest, Visit, cookie_name, give_cookie, take_cookie
from shared.access import public, signed_in
from shared.errors import NotSignedIn, NotYours
from shared.tokens import Verifier

CALLBACK = "/sign-in/callback"
PENDING, PURPOSE = "wayfare-sign-in", "sign-in"
OPEN = {"exclude_from_auth": True}


class NoClaims(NotYours):
    """You are signed in, but the sign-in service did not say what your role here is. Please tell whoever runs this."""


@get("/sign-in", guards=[public], opt=OPEN, include_in_schema=False)
async def sign_in(
    provider: NamedDependency[Provider],
    seal: NamedDependency[Seal],
    settings: NamedDependency[Settings],
    back: FromQuery[str] = "/",
) -> Redirect:
    """To the provider, with what we need to recognise its answer in a sealed cookie."""
    pending = new_pending(back)
    answer = see(await provider.address(pending))
    give_cookie(answer, settings, PENDING, seal.close(PURPOSE, pending), pending.seconds)
    return answer


@get(CALLBACK, guards=[public], opt=OPEN, include_in_schema=False)
async def callback(
    *,
    request: AnyRequest,
    provider: NamedDependency[Provider],
    sessions: NamedDependency[Sessions],
    seal: NamedDependency[Seal],
    settings: NamedDependency[Settings],
    verifier: NamedDependency[Verifier],
) -> Redirect:
    """Back from the provider: a code becomes a token, and the token a session that referrals keeps."""
    query = request.query_params
    pending = seal.open(PURPOSE, Pending, request.cookies.get(PENDING, ""))
    check_answer(pending, query.get("state"), query.get("error"))
    granted = await provider.exchange(query.get("code", ""), pending)
    session = await sessions.begin(await bearer(granted, verifier), granted.expires_in)
    answer = see(pending.back)
    take_cookie(answer, settings, PENDING)
    give_cookie(answer, settings, cookie_name(settings), session.secret, granted.expires_in)
    return answer


@post("/sign-out", guards=[signed_in], include_in_schema=False)
async def sign_out(
    visit: NamedDependency[Visit], sessions: NamedDependency[Sessions], settings: NamedDependency[Settings]
) -> Response[Any]:
    """The session ends for good, not only its cookie."""
    await sessions.end(visit.secret)
    answer = see("/signed-out")
    take_cookie(answer, settings, cookie_name(settings))
    return answer


@get("/signed-out", guards=[public], opt=OPEN, include_in_schema=False, sync_to_thread=False)
def signed_out() -> Template:
    """A calm goodbye."""
    return page("signed_out", "You are signed out")


async def bearer(granted: Granted, verifier: Verifier) -> str:
    """The token that carries the house's claims: the access token, or else the id token. Raises `NoClaims`."""
    for token in (granted.access_token, granted.id_token):
        try:
            await verifier.caller(token)
        except NotSignedIn:
            continue
        return token
    raise NoClaims


HANDLERS = (sign_in, callback, sign_out, signed_out)
