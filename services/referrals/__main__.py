"""The process of the referrals service: `python -m services.referrals`."""

import os
import sys

from services.referrals.app import create_app
from services.referrals.settings import Settings
from shared import log
from shared.clock import shifted_clock, system_clock
from shared.db import Database
from shared.jetstream import JetStream
from shared.serve import serve
from shared.settings import WrongSettings, load, masked
from shared.tokens import Keys, Verifier


def main() -> None:
    """Serve until told to stop. Ends with 2 where the settings are not right."""
    log.configure("referrals")
    try:
        settings = load(Settings, os.environ)
    except WrongSettings as refusal:
        sys.stderr.write(f"{refusal.detail}\n")
        sys.exit(2)
    log.get().info("settings", **masked(settings))
    app = create_app(
        settings,
        verifier=Verifier(Keys.at(settings.jwks_url), settings.issuer, settings.audience),
        bus=JetStream(settings.nats_url, user="referrals", seed=settings.nats_seed, replicas=settings.nats_replicas),
        database=Database(settings.database_url),
        clock=shifted_clock(settings.clock_file) if settings.clock_file else system_clock,
    )
    serve(app, settings.host, settings.port)


if __name__ == "__main__":
    main()
