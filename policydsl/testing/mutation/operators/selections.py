"""What is counted: how far a contact got, which way, by which channels, for whom.

In: a site. Out: a neighbouring level, another direction, a channel less or more, another key,
everything that a filter would have left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from policydsl.syntax import tree
from policydsl.testing.mutation.operators.conditions import without_one
from policydsl.testing.mutation.walking import Site

_LEVELS = (
    "attempt",
    "submission",
    "delivery",
    "connection",
    "right_party_contact",
    "conversation",
)
_DIRECTIONS: Mapping[str, tuple[str, ...]] = {
    "outbound": ("either",),
    "inbound": ("either", "outbound"),
    "either": ("outbound", "inbound"),
}
_KEYS: Mapping[str, tuple[str, ...]] = {
    "person": ("debt", "address"),
    "debt": ("person",),
    "address": ("person",),
    "recipient": ("person",),
    "household": ("person",),
    "creditor": ("debt",),
    "campaign": ("person",),
    "template": ("person",),
}
_CHANNELS = ("voice", "sms", "email", "push", "letter", "visit")


def changes(site: Site) -> Iterator[Any]:
    """What may stand at a site instead."""
    node = site.node
    match node:
        case tree.Noun():
            yield from _noun(node)
        case tree.Occurrence():
            yield from _occurrence(node)
        case tree.Counting():
            if node.before_today:
                yield replace(node, before_today=False)
            if node.after_first is not None:
                yield replace(node, after_first=None)
        case tree.Via():
            yield from (replace(node, channels=one) for one in _channels(node.channels))
            if node.where is not None:
                yield replace(node, where=None)
        case tree.Names() if site.clause == "per":
            yield from (replace(node, paths=paths) for paths in _keys(node.paths))


def _noun(node: tree.Noun) -> Iterator[tree.Noun]:
    if node.event in _LEVELS:
        level = _LEVELS.index(node.event)
        for other in (level - 1, level + 1):
            if 0 <= other < len(_LEVELS):
                yield replace(node, event=_LEVELS[other])
        yield from (replace(node, direction=way) for way in _DIRECTIONS[node.direction])
    if node.days:
        yield replace(node, days=False)


def _occurrence(node: tree.Occurrence) -> Iterator[tree.Occurrence]:
    yield from (replace(node, by=channels) for channels in _channels(node.by))
    if node.by:
        yield replace(node, by=())
    yield from (replace(node, per=paths) for paths in _keys(node.per))
    if node.where is not None:
        yield replace(node, where=None)


def _channels(written: tuple[tree.Word, ...]) -> Iterator[tuple[tree.Word, ...]]:
    """One channel dropped, and one added."""
    if len(written) > 1:
        yield from without_one(written)
    names = {word.text for word in written}
    added = next((name for name in _CHANNELS if name not in names), None)
    if written and added is not None:
        yield (*written, replace(written[-1], text=added))


def _keys(written: tuple[tree.Path, ...]) -> Iterator[tuple[tree.Path, ...]]:
    """One key dropped, and one replaced by another."""
    if len(written) > 1:
        yield from without_one(written)
    names = {path.text for path in written}
    for index, path in enumerate(written):
        for other in _KEYS.get(path.text, ("person",)):
            if other not in names:
                yield (*written[:index], replace(path, parts=(other,)), *written[index + 1 :])
