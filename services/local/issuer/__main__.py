"""The process of the demo issuer: `python -m services.local.issuer`."""

import os
import sys

import msgspec

from services.local.issuer.app import create_app
from services.local.issuer.settings import local_settings
from services.local.keyring import Keyring
from shared import log
from shared.serve import serve
from shared.settings import WrongSettings


def main() -> None:
    """Serve until told to stop. Ends with 2 where the settings are not right."""
    log.configure("issuer")
    try:
        settings = local_settings(os.environ)
    except WrongSettings as refusal:
        sys.stderr.write(f"{refusal.detail}\n")
        sys.exit(2)
    keyring = msgspec.json.decode(settings.keyring.read_bytes(), type=Keyring)
    serve(create_app(settings, keyring), settings.host, settings.port)


if __name__ == "__main__":
    main()
