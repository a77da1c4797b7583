"""Headers of every answer: nothing from elsewhere, nothing in line, nothing kept."""

from litestar.types import Message, Scope

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ASSETS = ("/static/", "/brand.css")
ADDED = {
    "content-security-policy": POLICY,
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-resource-policy": "same-origin",
}


async def add_desk_headers(message: Message, scope: Scope) -> None:
    """On errors too: those skip middleware, and this does not."""
    if message["type"] != "http.response.start":
        return
    asset = scope["path"].startswith(ASSETS)
    headers = {**ADDED, "cache-control": "max-age=3600" if asset else "no-store"}
    kept = [(name, value) for name, value in message["headers"] if name.lower() != b"cache-control"]
    message["headers"] = [*kept, *((name.encode(), value.encode()) for name, value in headers.items())]
