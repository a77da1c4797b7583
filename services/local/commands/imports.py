"""`wayfare import` and `wayfare export`: listings and official postcodes in, public listings out."""

import sys
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import click
import httpx
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from services.local import feeds
from services.local.callers import callers
from services.local.commands.options import data_option
from services.local.console import console, errors, say, warn
from services.local.feeds import Wanted
from services.local.folder import Folder
from services.local.postcodes import OFFICIAL, bring_in_postcodes
from shared.contracts.imports import FeedRemark, ImportReport

FORMATS = ("auto", "oruk", "ndjson", "street-support", "spreadsheet", *OFFICIAL)
SHOWN = 20
SOME, NONE = 2, 1


@click.command("import")
@data_option
@click.argument("where", metavar="FILE-FOLDER-OR-URL")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="auto", show_default=True)
@click.option("--source", help="The name of the feed, by which it is known next time.  [default: the file's name]")
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="How the columns of a sheet are read.",
)
def bring_in(folder: Folder, where: str, kind: str, *, source: str | None, mapping: Path | None) -> None:
    """Bring listings or postcodes in.

    A feed for the directory, or with the formats onspd and code-point-open official postcodes for the house.

    Good records go in, each bad one is named. Ends with 0 when all went in, 2 when some were refused, 1 when none.
    """
    if kind in OFFICIAL:
        raise click.exceptions.Exit(bring_in_postcodes(folder, Path(where), kind))
    wanted = Wanted(where=where, format=kind, source=source, mapping=mapping)
    with callers(folder).admin("directory") as client, _counting() as progress:
        report = feeds.bring_in(client, wanted, progress)
    tell(report)
    raise click.exceptions.Exit(status(report))


@click.command()
@data_option
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="A file.  [default: standard output]")
def export(folder: Folder, output: Path | None) -> None:
    """Write every public listing out.

    A line of Open Referral UK JSON for each (NDJSON).
    """
    with httpx.Client(base_url=callers(folder).running.url("directory")) as client:
        file = output.open("wb") if output else sys.stdout.buffer
        for line in feeds.public_listings(client):
            file.write(line + b"\n")
        file.flush()
    if output:
        file.close()


def status(report: ImportReport) -> int:
    """0: all in. 2: some refused. 1: none went in."""
    if report.refused == report.read:
        return NONE
    return SOME if report.refused else 0


def tell(report: ImportReport) -> None:
    """The counts, and why records were refused."""
    table = Table("read", "new", "changed", "same", "joined", "refused", title=f"From {report.source}")
    counts = (report.read, report.new, report.changed, report.same, report.joined, report.refused)
    table.add_row(*(f"{count:,}" for count in counts))
    console.print(table)
    for reason, count in Counter(remark.reason for remark in report.refusals).most_common(SHOWN):
        say(f"  {count:,} times: {reason}")
    for remark in report.refusals[:SHOWN]:
        warn(f"  {_where(remark)}{remark.field}: {remark.reason}")
    if len(report.refusals) > SHOWN:
        warn(f"  … and {len(report.refusals) - SHOWN:,} more: GET /manage/imports/{report.id} on the directory.")


def _where(remark: FeedRemark) -> str:
    parts = (remark.file, f"line {remark.line}" if remark.line else None, remark.record)
    known = [part for part in parts if part]
    return f"{', '.join(known)}: " if known else ""


@contextmanager
def _counting() -> Generator[feeds.Progress]:
    """A count that moves on a terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} records read"), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda read: bar.update(task, completed=read)
