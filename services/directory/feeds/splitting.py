"""Cuts JSON text into its records without reading it whole, so that a broken record costs only itself."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from services.directory.feeds.records import Content

TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},]', re.DOTALL)
INSIDE = re.compile(
    rb'[^"\[\]{}]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"[^"\[\]{}]*+)*+[\[\]{}]', re.DOTALL
)  # to the next bracket
LISTS = re.compile(rb'"(?:contents|content|services)"\s*:\s*\[')
TEXT = re.compile(rb"[^\s]")
LINE = re.compile(rb"[^\r\n]+")
BOM = b"\xef\xbb\xbf"


class Piece(NamedTuple):
    """The text of one record and the line it starts at."""

    line: int
    text: bytes


def pieces(content: Content) -> Iterator[Piece]:
    """Every record: elements of a list or of the list in a page, lines of NDJSON, or the one document there is."""
    start = len(BOM) if content[: len(BOM)] == BOM else 0
    first = TEXT.search(content, start)
    if first is None:
        return iter(())
    if first.group() == b"[":
        return _elements(content, first.end())
    if _is_lines(content, first.start()):
        return _lines(content, first.start())
    page = _list_of_page(content, first.start())
    return _elements(content, page) if page else iter([_piece(content, first.start(), len(content), 1, 0)])


def lines(content: Content) -> Iterator[Piece]:
    """The records of NDJSON, one on each line that is not empty."""
    return _lines(content, len(BOM) if content[: len(BOM)] == BOM else 0)


def _lines(content: Content, start: int) -> Iterator[Piece]:
    number, counted = 1, 0
    for found in LINE.finditer(content, start):
        number += content[counted : found.start()].count(b"\n")
        counted = found.start()
        if found.group().strip():
            yield Piece(number, found.group())


def _is_lines(content: Content, start: int) -> bool:
    """Whether records stand one on a line: a second line starts another one, or the only line is a whole record."""
    found = LINE.finditer(content, start)
    first, second = next(found, None), next((line for line in found if line.group().strip()), None)
    if first is None or LISTS.search(first.group()):
        return False
    return second.group().startswith(b"{") if second else first.group().rstrip().endswith(b"}")


def _list_of_page(content: Content, start: int) -> int | None:
    """Where the records of a page begin: after `"contents": [` of its outermost object."""
    depth = 0
    for token in TOKEN.finditer(content, start):
        kind = token.group()[:1]
        depth += (kind in b"[{") - (kind in b"]}")
        if kind == b'"' and depth == 1 and (found := LISTS.match(content, token.start())):
            return found.end()
    return None


def _elements(content: Content, start: int) -> Iterator[Piece]:
    """The elements of the list that begins at `start`; the last one as it is where the text ends too early."""
    line, counted, begin = 1, 0, start
    for end in _ends(content, start):
        piece = _piece(content, begin, end, line, counted)
        line, counted, begin = piece.line, _first(content, begin), end + 1
        closes = content[end : end + 1] == b"]"
        if piece.text or not closes:
            yield piece
        if closes:
            return
    rest = _piece(content, begin, len(content), line, counted)
    if rest.text:
        yield rest


def _ends(content: Content, start: int) -> Iterator[int]:
    """Where each element ends: at a comma or the closing bracket of the list."""
    depth, at = 0, start
    while found := INSIDE.match(content, at) if depth else TOKEN.search(content, at):
        at = found.end()
        kind = content[at - 1 : at]
        if depth == 0 and kind in b"],":
            yield at - 1
        depth = max(0, depth + (kind in b"[{") - (kind in b"]}"))  # one brace too many spoils its own record only


def _piece(content: Content, begin: int, end: int, line: int, counted: int) -> Piece:
    first = _first(content, begin)
    return Piece(line + content[counted:first].count(b"\n"), content[begin:end].strip())


def _first(content: Content, begin: int) -> int:
    found = TEXT.search(content, begin)
    return found.start() if found else len(content)
