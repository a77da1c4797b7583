"""The demo issuer's web app."""

from joserfc.jwk import KeySet
from litestar import Litestar
from litestar.di import Provide

from services.local.issuer.api import HANDLERS
from services.local.issuer.provider import Provider
from services.local.issuer.settings import Settings
from services.local.issuer.signing import signer
from services.local.keyring import Keyring
from shared.health import Readiness
from shared.tokens import Keys, Verifier
from shared.web import service


def create_app(settings: Settings, keyring: Keyring) -> Litestar:
    """The issuer with the key and the desk's secret of this keyring."""
    signing = signer(settings.issuer, settings.audience, keyring.signing_key)
    provider = Provider(settings.client_id, keyring.desk_secret, tuple(settings.redirect_uris.split()), signing)
    return service(
        "demo sign-in",
        HANDLERS,
        verifier=Verifier(Keys.fixed(KeySet([signing.key])), settings.issuer, settings.audience),
        readiness=Readiness({}),
        dependencies={"provider": Provide(lambda: provider, sync_to_thread=False)},
    )
