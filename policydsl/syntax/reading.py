"""From bytes to sources.

In: the path of a file and the name to show it under. Out: a `Source` of clean text, or the one
diagnostic that says why the file cannot be read. Never raises for what a file is or holds.
"""

from __future__ import annotations

import codecs
import stat
from pathlib import Path

from policydsl.diagnostics import Diagnostic, Source, diagnostic, did_you_mean
from policydsl.syntax.screening import MOST_BYTES, screen

_OTHER_ENCODINGS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def read_source(path: Path, shown: str) -> Source | Diagnostic:
    """The text of a policy file, its byte order mark removed."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            return diagnostic("E002", file=shown, helps=["not_a_file"])
        if status.st_size > MOST_BYTES:
            return diagnostic("E005", file=shown, size=status.st_size, helps=["split"])
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return _not_there(path, shown)
    except PermissionError:
        return diagnostic("E002", file=shown, helps=["permission"])
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return diagnostic("E002", file=shown, notes=[("system", {"reason": reason})])
    return decode(data, shown)


def decode(data: bytes, shown: str) -> Source | Diagnostic:
    """The text that bytes stand for, its byte order mark removed."""
    if len(data) > MOST_BYTES:
        return diagnostic("E005", file=shown, size=len(data), helps=["split"])
    for mark, encoding in _OTHER_ENCODINGS:
        if data.startswith(mark):
            return diagnostic("E004", file=shown, encoding=encoding, helps=["save_as"])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        kind = "binary" if b"\0" in data else "save_as"
        return diagnostic("E003", file=shown, offset=error.start, helps=[kind])
    if not text.strip():
        return diagnostic("E006", file=shown, helps=["first_line"])
    source = Source(shown, text)
    return screen(source) or source


def _not_there(path: Path, shown: str) -> Diagnostic:
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        names = []
    near = did_you_mean(path.name, names)
    folder = shown[: len(shown) - len(path.name)] if shown.endswith(path.name) else ""
    helps = [("did_you_mean", {"suggestion": folder + near[0]})] if near else []
    return diagnostic("E001", file=shown, helps=helps)
