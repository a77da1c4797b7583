"""The process of the directory: `python -m services.directory`."""

import os
import sys

from services.directory.app import create_app
from services.directory.settings import Settings
from shared import log
from shared.clock import shifted_clock, system_clock
from shared.db import Database
from shared.jetstream import JetStream
from shared.serve import serve
from shared.settings import WrongSettings, load, masked
from shared.tokens import Keys, Verifier


def main() -> None:
    """Serve until told to stop. Ends with 2 where the settings are not right."""
    log.configure("directory")
    try:
        settings = load(Settings, os.environ)
    except WrongSettings as refusal:
        sys.stderr.write(f"{refusal.detail}\n")
        sys.exit(2)
    log.get().info("directory.starts", **masked(settings))
    app = create_app(
        settings,
        verifier=Verifier(Keys.at(settings.jwks_url), issuer=settings.issuer, audience=settings.audience),
        bus=JetStream(settings.nats_url, user="directory", seed=settings.nats_seed, replicas=settings.nats_replicas),
        database=Database(settings.database_url),
        clock=shifted_clock(settings.clock_file) if settings.clock_file else system_clock,
    )
    serve(app, settings.host, settings.port)


if __name__ == "__main__":
    main()
