"""A request as a case of a test file.

In: a request in JSON form, and what all tests of a file are given. Out: the lines of a case that
says only what is not given, in YAML as authors write it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

_PLAIN = re.compile(r"[A-Za-z0-9_+/][A-Za-z0-9_.+:/-]*(?<!:)").fullmatch
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?").fullmatch
_WORDS = ("true", "false", "null", "")
_OWN_ID = re.compile(r"[enk][0-9]+").fullmatch
_LISTS = ("debts", "consents", "events")
_WIDEST = 96


def case_text(name: str, data: Json, given: Json, expect: Json, note: str) -> str:
    """A case for the `cases` of a file; `note` is a comment above what is expected."""
    keys, left_out = _over(given, data)
    lines = [f"  - name: {written(name)}", f"    at: {written(data['at'])}"]
    if left_out:
        lines.append(f"    without: {written(left_out)}")
    for key, value in keys.items():
        lines += _entry(key, value)
    lines.append(f"    # {note}")
    lines += _entry("expect", expect)
    return "\n".join(lines) + "\n"


def _entry(key: str, value: Any) -> list[str]:
    """A key of a case, a list with an item a line when it is long."""
    line = f"    {key}: {written(value)}"
    if len(line) <= _WIDEST or not isinstance(value, list):
        return [line]
    return [f"    {key}:", *(f"      - {written(item)}" for item in value)]


def _over(given: Json, data: Json) -> tuple[Json, list[str]]:
    """What a case says over what is given, and the paths of what it leaves out of that."""
    left_out: list[str] = []
    keys: Json = {}
    for key in dict.fromkeys((*given, *data)):
        if key == "at":
            continue
        shared, own = given.get(key), data.get(key)
        if key == "event":
            left_out += [] if not data.get("events") else ["event"]
        elif isinstance(shared, Mapping) and isinstance(own, Mapping):
            part = _mapping_over(dict(shared), dict(own), key, left_out)
            keys |= {key: part} if part else {}
        elif key in _LISTS:
            keys |= _list_over(key, shared, own)
        elif own is None and key in given:
            left_out.append(key)
        elif shared != own:
            keys[key] = own
    return keys, left_out


def _mapping_over(shared: Json, own: Json, path: str, left_out: list[str]) -> Json:
    part: Json = {}
    for name in dict.fromkeys((*shared, *own)):
        if name not in own:
            left_out.append(f"{path}.{name}")
        elif name not in shared:
            if own[name] not in ({}, []):
                part[name] = own[name]
        elif isinstance(shared[name], Mapping) and isinstance(own[name], Mapping):
            inner = _mapping_over(shared[name], own[name], f"{path}.{name}", left_out)
            part |= {name: inner} if inner else {}
        elif shared[name] != own[name]:
            part[name] = own[name]
    return part


def _list_over(key: str, shared: Any, own: Any) -> Json:
    """A list of a case; it replaces what is given."""
    items = [_brief(key, item) for item in own or ()]
    if items == [_brief(key, item) for item in shared or ()]:
        return {}
    return {key: _repeated(items) if key == "events" else items}


def _brief(key: str, item: Any) -> Any:
    """A record without what the reader adds by itself: an id, and that an event is a contact."""
    if key == "debts" or not isinstance(item, Mapping):
        return item
    added = {"id"} if _OWN_ID(str(item.get("id", ""))) else set()
    if key == "events" and item.get("kind") == "contact":
        added |= {"kind"} | ({"direction"} if item.get("direction") == "outbound" else set())
    return {name: value for name, value in item.items() if name not in added}


def _repeated(events: list[Json]) -> list[Json]:
    """Events with those that differ in time only, at equal distances, as one with `repeat`."""
    found: list[Json] = []
    index = 0
    while index < len(events):
        number, apart = _run(events[index:])
        if number < 3 or apart is None:
            found.append(events[index])
            index += 1
            continue
        rest = {key: value for key, value in events[index].items() if key != "at"}
        found.append({"repeat": number, "every": apart, "from": events[index]["at"], **rest})
        index += number
    return found


def _run(events: list[Json]) -> tuple[int, str | None]:
    """How many events from the first on are alike and evenly spaced, and how far apart."""
    same = [event for event in events if _undated(event) == _undated(events[0])]
    times = [datetime.fromisoformat(str(event["at"])) for event in same if "at" in event]
    if len(times) < 3 or same[:3] != events[:3]:
        return 1, None
    apart = times[1] - times[0]
    number = 1
    while (
        number < len(times)
        and events[number] is same[number]
        and times[number] - times[number - 1] == apart
    ):
        number += 1
    return number, _length(apart)


def _undated(event: Json) -> Json:
    return {key: value for key, value in event.items() if key != "at"}


def _length(apart: timedelta) -> str | None:
    seconds = apart.total_seconds()
    for unit, size in (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1)):
        if seconds > 0 and seconds % size == 0:
            number = int(seconds // size)
            return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
    return None


def written(value: Any) -> str:
    """A value in YAML on one line, texts without quotes where they may be."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{written(k)}: {written(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(written, value)) + "]"
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = str(value)
    if _spaced(text) and not _NUMBER(text) and text not in _WORDS and text != "~":
        return text
    return json.dumps(text, ensure_ascii=False)


def _spaced(text: str) -> bool:
    """Whether a text is plain words, with single blanks between."""
    return all(map(_PLAIN, text.split(" ")))
