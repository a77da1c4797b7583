"""The process of the desk: `python -m services.desk`."""

import os
import sys

from services.desk.app import create_app, http_clients
from services.desk.settings import Settings
from shared import log
from shared.clock import shifted_clock, system_clock
from shared.serve import serve
from shared.settings import WrongSettings, load, masked
from shared.tokens import Keys, Verifier


def main() -> None:
    """Serve until told to stop. Ends with 2 where the settings are not right."""
    log.configure("desk")
    try:
        settings = load(Settings, os.environ)
    except WrongSettings as refusal:
        sys.stderr.write(f"{refusal.detail}\n")
        sys.exit(2)
    log.get().info("desk.settings", **masked(settings))
    verifier = Verifier(Keys.at(settings.jwks_url), settings.issuer, settings.audience)
    clock = shifted_clock(settings.clock_file) if settings.clock_file else system_clock
    app = create_app(settings, verifier=verifier, clients=http_clients(settings), clock=clock)
    serve(app, settings.host, settings.port)


if __name__ == "__main__":
    main()
