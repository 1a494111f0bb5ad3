"""Clauses that YAML spreads over several keys: what a cap, a gap or a cooldown counts.

In: the fields of a rule. Out: one `at_most`, `at_least` or `wait` clause with everything that
belongs to it. A part that is missing is named; parts that cannot be read were reported already.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from policydsl.diagnostics.phrasing import either
from policydsl.frozen import frozen
from policydsl.syntax import tree
from policydsl.syntax.yaml_clauses import clause, read_listed
from policydsl.syntax.yaml_values import Field, Values

WINDOWS = ("in", "since", "ever")
_FILTERS = ("by", "per", "where")


@frozen
class Phrase:
    """A clause of several keys: the key that begins it, and its other keys."""

    lead: str
    parts: tuple[str, ...]


PHRASES: Mapping[str, Phrase] = MappingProxyType(
    {
        "cap": Phrase("at_most", (*_FILTERS, *WINDOWS, "after_first", "before_today")),
        "gap": Phrase("at_least", ("between", *_FILTERS)),
        "cooldown": Phrase("wait", ("after", *_FILTERS)),
    }
)
"""By kind of rule."""


def read_phrase(values: Values, phrase: Phrase, fields: Mapping[str, Field]) -> tree.Clause | None:
    """The clause that `phrase.lead` begins, None when something is missing or wrong."""
    lead = fields[phrase.lead]
    before = len(values.problems)
    content = _READERS[phrase.lead](values, lead, fields)
    if content is None or len(values.problems) > before:
        return None
    return clause(values, lead, content)


def _limit(values: Values, lead: Field, fields: Mapping[str, Field]) -> tree.Limit | None:
    head = values.phrase("limit_head", lead.value, lead.label)
    window = _window(values, lead, fields)
    after_first = _phrase(values, fields, "after_first", "occurrence")
    before_today = _switch(values, fields, "before_today")
    occurrence = _occurrence(values, head and head.noun, fields)
    if head is None or occurrence is None or window is None:
        return None
    counting = tree.Counting(occurrence, window, after_first, before_today, occurrence.span)
    return tree.Limit(head.number, counting, values.span(lead.value))


def _spacing(values: Values, lead: Field, fields: Mapping[str, Field]) -> tree.Spacing | None:
    duration = values.phrase("duration", lead.value, lead.label)
    noun = _noun(values, lead, fields, "between")
    occurrence = _occurrence(values, noun, fields)
    if duration is None or occurrence is None:
        return None
    return tree.Spacing(duration, occurrence, values.span(lead.value))


def _wait(values: Values, lead: Field, fields: Mapping[str, Field]) -> tree.Wait | None:
    head = values.phrase("wait_head", lead.value, lead.label)
    noun = _noun(values, lead, fields, "after")
    occurrence = _occurrence(values, noun, fields)
    if head is None or occurrence is None:
        return None
    return tree.Wait(head.duration, head.until_business_day, occurrence, values.span(lead.value))


_READERS: Mapping[str, Any] = MappingProxyType(
    {"at_most": _limit, "at_least": _spacing, "wait": _wait}
)


def _occurrence(
    values: Values, noun: tree.Noun | None, fields: Mapping[str, Field]
) -> tree.Occurrence | None:
    """The noun with the filters beside it; filters are read even when the noun is wrong."""
    by = _listed(values, fields, "by", "channels")
    per = _listed(values, fields, "per", "paths")
    where = _phrase(values, fields, "where", "expression")
    if noun is None:
        return None
    return tree.Occurrence(noun, by or (), per.paths if per else (), where, noun.span)


def _noun(values: Values, lead: Field, fields: Mapping[str, Field], key: str) -> tree.Noun | None:
    if key not in fields:
        values.report("E627", lead.key, key=lead.name, parts=either([key]), helps=[key])
    noun: tree.Noun | None = _phrase(values, fields, key, "noun")
    return noun


def _window(values: Values, lead: Field, fields: Mapping[str, Field]) -> tree.Window | None:
    """The one window among `in`, `since` and `ever: yes`."""
    given = [found for key, found in fields.items() if key in WINDOWS]
    for other in given[1:]:
        first = (values.span(given[0].key), "first")
        values.report(
            "E631",
            other.key,
            first=given[0].name,
            second=other.name,
            labels=[first],
            helps=["one"],
        )
    if given and given[0].name != "ever":
        start = "window" if given[0].name == "in" else "since"
        window: tree.Window | None = values.phrase(start, given[0].value, given[0].label)
        return window
    before = len(values.problems)
    if _switch(values, fields, "ever"):
        return tree.Window("ever", None, None, None, None, values.span(fields["ever"].key))
    if len(values.problems) == before:
        parts = either(WINDOWS)
        values.report("E627", lead.key, key=lead.name, parts=parts, helps=["window"])
    return None


def _switch(values: Values, fields: Mapping[str, Field], key: str) -> bool:
    """Whether a `yes` was written; `no` and nothing at all are the same."""
    given = fields.get(key)
    if given is None:
        return False
    found = values.text(given.value, given.label)
    if found is None or found.text in ("yes", "no"):
        return found is not None and found.text == "yes"
    values.report("E632", given.value, key=key, text=found.text)
    return False


def _phrase(values: Values, fields: Mapping[str, Field], key: str, start: str) -> Any:
    given = fields.get(key)
    return None if given is None else values.phrase(start, given.value, given.label)


def _listed(values: Values, fields: Mapping[str, Field], key: str, start: str) -> Any:
    given = fields.get(key)
    return None if given is None else read_listed(values, given, start)
