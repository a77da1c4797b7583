"""The command that imports an official file of postcodes: `python -m shared.places onspd FILE TARGET`."""

from collections.abc import Callable
from pathlib import Path

import click

from shared.places.code_point_open import import_code_point_open
from shared.places.imports import Imported, Progress
from shared.places.onspd import import_onspd
from shared.places.refusals import UnusableFile

SOURCE = click.argument("source", type=click.Path(path_type=Path))
TARGET = click.argument("target", type=click.Path(path_type=Path, dir_okay=False))


@click.group()
def main() -> None:
    """Import whole postcodes from the official files. Ends with 0, or with 2 if some lines were wrong."""


@main.command("onspd")
@SOURCE
@TARGET
def onspd(source: Path, target: Path) -> None:
    """ONS Postcode Directory: the zip, its folder, or the CSV file."""
    _run(import_onspd, source, target)


@main.command("code-point-open")
@SOURCE
@TARGET
def code_point_open(source: Path, target: Path) -> None:
    """Code-Point Open of the Ordnance Survey: the zip, its folder, or one CSV file."""
    _run(import_code_point_open, source, target)


def _run(act: Callable[[Path, Path, Progress], Imported], source: Path, target: Path) -> None:
    try:
        imported = act(source, target, _tell)
    except UnusableFile as refusal:
        raise click.ClickException(refusal.detail) from refusal
    click.echo(report(imported))
    if imported.refused:
        raise click.exceptions.Exit(2)


def _tell(read: int) -> None:
    click.echo(f"\r{read:,} lines read", nl=False, err=True)


def report(imported: Imported) -> str:
    """What became of the lines, and the first wrong ones, as text."""
    counts = [f"  {count:,} left out: {reason}" for reason, count in imported.left_out.items()]
    counts += [f"  {count:,} wrong: {reason}" for reason, count in imported.refused.items()]
    wrong = [f"  {one.file} line {one.line}, {one.field} {one.value!r}: {one.reason}" for one in imported.first_refused]
    return "\n".join([f"\n{imported.kept:,} of {imported.read:,} postcodes are in place.", *counts, *wrong])


if __name__ == "__main__":
    main()
