"""Official postcodes for a house: written into its data folder, and taken over by the services that use them."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import psutil

from services.local.console import errors, say
from services.local.folder import Folder, is_held
from services.local.running import find
from shared.places.__main__ import report
from shared.places.code_point_open import import_code_point_open
from shared.places.imports import Imported, Progress
from shared.places.onspd import import_onspd

Import = Callable[[Path, Path, Progress], Imported]
OFFICIAL: dict[str, Import] = {"onspd": import_onspd, "code-point-open": import_code_point_open}
READERS = ("directory", "matcher", "referrals")


def bring_in_postcodes(folder: Folder, source: Path, kind: str) -> int:
    """Import; 0 when every line could be used, 2 when some could not, 1 when none. Raises `UnusableFile`."""
    folder.make()
    with errors.status("Reading postcodes …") as status:
        imported = OFFICIAL[kind](source, folder.postcodes, lambda read: status.update(f"{read:,} lines read"))
    say(report(imported).strip())
    if is_held(folder):
        _restart(folder)
        say("The running services start again now, to use them.")
    if not imported.refused:
        return 0
    return 2 if imported.kept else 1


def _restart(folder: Folder) -> None:
    """End the services that hold the old file; the house starts them again."""
    house = find(folder)
    alive = {child.pid for child in psutil.Process(house.pid).children()}
    for name in READERS:
        if house.pids.get(name) in alive:
            os.kill(house.pids[name], signal.SIGTERM)
