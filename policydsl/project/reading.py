"""Finds and reads `policydsl.toml`.

In: the folder where work is done. Out: `Settings`, and everything that is wrong in the file, which
is hostile until read. Whether the lints it names exist is for those to say who know the lints.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from policydsl.diagnostics import (
    Diagnostic,
    Severity,
    Source,
    Span,
    Text,
    diagnostic,
    did_you_mean,
    either,
    every,
)
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.project.places import Places, places
from policydsl.project.settings import (
    LintOption,
    LintSettings,
    Setting,
    Settings,
    TestSettings,
)

NAME = "policydsl.toml"
LEVELS = ("error", "warning", "note", "off")
MOST_BYTES = 256 * 1024
"""The longest file of settings."""

_TABLES = ("paths", "lint", "test")
_THRESHOLDS = ("coverage", "bounds", "mutation")
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def find(start: Path) -> Path | None:
    """`policydsl.toml` in a folder or in the nearest one above it."""
    try:
        folder = start.resolve()
        for one in (folder, *folder.parents):
            if (one / NAME).is_file():
                return one / NAME
    except OSError:
        pass
    return None


def read_settings(start: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The settings that hold in a folder; the defaults where nothing is said or all is wrong."""
    path = find(start)
    if path is None:
        return Settings(), ()
    source = _source(path, NAME if path.parent == start.resolve() else path.as_posix())
    if isinstance(source, Diagnostic):
        return Settings(folder=path.parent), (source,)
    return parse_settings(source, path.parent)


def _source(path: Path, shown: str) -> Source | Diagnostic:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        return diagnostic("E002", file=shown, notes=[("system", {"reason": reason})])
    if len(data) > MOST_BYTES:
        return diagnostic("P106", file=shown, most=MOST_BYTES // 1024)
    try:
        return Source(shown, data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return diagnostic("E003", file=shown, offset=error.start, helps=["save_as"])


def parse_settings(source: Source, folder: Path) -> tuple[Settings, tuple[Diagnostic, ...]]:
    """The settings that a text says, and what is wrong with it."""
    try:
        data = tomllib.loads(source.text)
    except (ValueError, RecursionError) as error:
        return Settings(folder=folder), (_no_toml(source, error),)
    reader = _Reader(places(source))
    settings = reader.settings(data, folder)
    return settings, tuple(reader.found)


def _no_toml(source: Source, error: Exception) -> Diagnostic:
    said = str(error).splitlines()[0] if str(error) else "too deep"
    place = _PLACE.search(said)
    span = source.span(0, 0)
    if place is not None:
        at = sum(len(one) for one in source.text.splitlines(True)[: int(place[1]) - 1])
        start = min(at + int(place[2]) - 1, max(0, len(source.text) - 1))
        span = source.span(start, min(start + 1, len(source.text)))
    reason = _PLACE.sub("", said).strip()
    return diagnostic("P101", span, file=source.name, notes=[("reason", {"reason": reason})])


class _Reader:
    """Takes the values of keys, and gathers what is wrong in `found`."""

    __slots__ = ("_places", "found")

    def __init__(self, found_places: Places) -> None:
        self._places = found_places
        self.found: list[Diagnostic] = []

    def settings(self, data: Mapping[str, Any], folder: Path) -> Settings:
        self._only(data, _TABLES, (), Text("the file", "该文件"))
        return Settings(
            folder=folder,
            paths=self._paths(data.get("paths")),
            lint=self._lint(self._table(data, "lint")),
            test=self._test(self._table(data, "test")),
        )

    def _paths(self, value: Any) -> tuple[str, ...]:
        if value is None:
            return ()
        given = [value] if isinstance(value, str) else value
        if not isinstance(given, list) or not given or not all(map(_is_path, given)):
            self._wrong(("paths",), Text("a list of paths", "路径列表"), value)
            return ()
        return tuple(given)

    def _lint(self, table: Mapping[str, Any]) -> LintSettings:
        severities: dict[str, Setting] = {}
        options: dict[tuple[str, str], LintOption] = {}
        for name, value in table.items():
            if not isinstance(value, dict):
                self._severity(("lint", name), name, value, severities)
                continue
            for key, given in value.items():
                path = ("lint", name, key)
                if key == "severity":
                    self._severity(path, name, given, severities)
                elif isinstance(given, bool) or not isinstance(given, int):
                    self._wrong(path, Text("a whole number", "整数"), given)
                else:
                    named = self._places.of("lint", name)
                    options[name, key] = LintOption(given, self._places.of(*path), named)
        return LintSettings(severities, options)

    def _severity(
        self, path: tuple[str, ...], name: str, value: Any, into: dict[str, Setting]
    ) -> None:
        if value not in LEVELS:
            close = did_you_mean(value, LEVELS) if isinstance(value, str) else ()
            self._wrong(path, either(LEVELS), value, close)
            return
        level = None if value == "off" else Severity(value)
        into[name] = Setting(level, self._places.of(*path))

    def _test(self, table: Mapping[str, Any]) -> TestSettings:
        self._only(table, _THRESHOLDS, ("test",), Text("`[test]`", "`[test]` "))
        found = {key: self._percentage(key, table[key]) for key in _THRESHOLDS if key in table}
        return TestSettings(**found)

    def _percentage(self, key: str, value: Any) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 100:
            wanted = Text("a whole number from 0 to 100", "0 至 100 的整数")
            self._wrong(("test", key), wanted, value)
            return None
        return value

    def _table(self, data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
        value = data.get(key, {})
        if isinstance(value, dict):
            return value
        self._wrong((key,), Text("a section of keys", "包含键值的分节"), value)
        return {}

    def _only(
        self, table: Mapping[str, Any], known: Iterable[str], path: tuple[str, ...], place: Text
    ) -> None:
        for name in table:
            if name not in known:
                close = did_you_mean(name, known)
                helps: list[HintSpec] = [("did_you_mean", {"suggestion": one}) for one in close]
                helps = helps or [("allowed", {"keys": every(known)})]
                span = self._places.of(*path, name)
                self.found.append(diagnostic("P102", span, place=place, name=name, helps=helps))

    def _wrong(
        self, path: tuple[str, ...], wanted: Text, value: Any, close: tuple[str, ...] = ()
    ) -> None:
        span: Span = self._places.of(*path)
        helps: list[HintSpec] = [("did_you_mean", {"suggestion": one}) for one in close]
        name, shown = ".".join(path), _shown(value)
        self.found.append(
            diagnostic("P103", span, name=name, wanted=wanted, value=shown, helps=helps)
        )


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and value != "" and "\0" not in value


def _shown(value: Any) -> str:
    """A value as its file says it, shortened."""
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value).replace("`", "'").replace("\n", " ")
    return text if len(text) <= 40 else f"{text[:39]}…"
