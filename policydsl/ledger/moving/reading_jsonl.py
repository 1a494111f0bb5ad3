"""JSON Lines, read in blocks.

In: a stream of bytes. Out: batches of texts; lines that are not UTF-8, or too long to be looked
at, come as what is wrong with them. Blank lines count, and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from policydsl.diagnostics import Diagnostic, diagnostic
from policydsl.ledger.moving.batches import LINES_PER_BATCH, Batch
from policydsl.ledger.moving.lines import LONGEST_LINE

_BLOCK = 1 << 20
_MOST_BYTES = 4 * LONGEST_LINE
_MARK = b"\xef\xbb\xbf"


def read_jsonl(stream: BinaryIO, file: str) -> Iterator[Batch]:
    """The lines of a stream in batches."""
    number = read = 0
    rest, is_lost = b"", False
    while block := stream.read(_BLOCK):
        if not read:
            block = block.removeprefix(_MARK)
        read += len(block)
        whole, end, tail = block.rpartition(b"\n")
        if not end:
            rest += tail
            if len(rest) > _MOST_BYTES:
                rest, is_lost = b"", True
            continue
        lines = (rest + whole).split(b"\n")
        rest = tail
        if is_lost:
            number, is_lost = number + 1, False
            yield _too_long(file, number, read)
            del lines[0]
        for start in range(0, len(lines), LINES_PER_BATCH):
            part = lines[start : start + LINES_PER_BATCH]
            yield _batch(file, number, part, read)
            number += len(part)
    if is_lost:
        yield _too_long(file, number + 1, read)
    elif rest:
        yield _batch(file, number, [rest], read)


def _batch(file: str, before: int, lines: list[bytes], read: int) -> Batch:
    numbers = range(before + 1, before + 1 + len(lines))
    try:
        texts = b"\n".join(lines).decode().split("\n")
    except UnicodeDecodeError:
        return _not_all_text(file, numbers, lines, read)
    if all(texts) and not any(map(str.isspace, texts)):
        return Batch(file, numbers, texts, read=read)
    kept = [(n, text) for n, text in zip(numbers, texts, strict=True) if text.strip()]
    return Batch(file, [n for n, _ in kept], [text for _, text in kept], read=read)


def _not_all_text(file: str, numbers: range, lines: list[bytes], read: int) -> Batch:
    """A batch in which some lines are not UTF-8; these keep their bytes as surrogates."""
    texts: list[str | None] = []
    data: list[dict[str, Any] | Diagnostic | None] = []
    kept: list[int] = []
    for number, line in zip(numbers, lines, strict=True):
        text = line.decode(errors="surrogateescape")
        if text.strip():
            kept.append(number)
            texts.append(text)
            try:
                line.decode()
            except UnicodeDecodeError:
                data.append(diagnostic("L122", helps=("convert",)))
            else:
                data.append(None)
    return Batch(file, kept, texts, data, read=read)


def _too_long(file: str, number: int, read: int) -> Batch:
    return Batch(file, [number], [None], [diagnostic("L121", limit=LONGEST_LINE)], read=read)
