"""The answer of `policydsl packs` for a person to read.

In: packs, a date, a language. Out: lines. What a pack says of itself is made safe to print.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from policydsl.cli.packs_texts import place, text
from policydsl.diagnostics.visible import visible
from policydsl.policy.packs import Pack, PackRule, rules_of
from policydsl.syntax.keywords import KINDS
from policydsl.syntax.printer_phrases import phrase

_INDENT = "  "


def list_lines(packs: Sequence[Pack], today: date, lang: str) -> Iterator[str]:
    """Every pack by jurisdiction, and how many there are."""
    for jurisdiction, members in groupby(packs, key=lambda pack: pack.jurisdiction):
        yield visible(place(jurisdiction, lang))
        for pack in members:
            yield _INDENT + _name(pack)
            yield _INDENT * 2 + _facts(pack, today, lang)
            if pack.policy.sources:
                yield _INDENT * 2 + _sources(pack, lang)
        yield ""
    yield text("count_one" if len(packs) == 1 else "count", lang, number=len(packs))


def pack_lines(pack: Pack, today: date, lang: str) -> Iterator[str]:
    """One pack: what it says of itself, then its rules in the order written."""
    yield _name(pack)
    yield _INDENT + _facts(pack, today, lang)
    for clause in pack.policy.head:
        if clause.keyword == "governs":
            yield _INDENT + text("governs", lang, governs=visible(phrase(clause.value)))
    if pack.policy.uses:
        uses = ", ".join(visible(use.name.text) for use in pack.policy.uses)
        yield _INDENT + text("uses", lang, uses=uses)
    if pack.policy.sources:
        yield _INDENT + _sources(pack, lang)
    for rule in rules_of(pack):
        yield ""
        yield from _rule(rule, today, lang)


def in_force(start: date | None, end: date | None, today: date, lang: str) -> str:
    """`in force since 2021-11-30`, as it stands on a date; `end` is the first day it is not."""
    if end is not None and end <= today:
        return text("ended", lang, end=end)
    last = {} if end is None else {"last": end - timedelta(days=1)}
    through = "_through" if last else ""
    if start is None:
        return text(f"in_force{through}", lang, **last)
    key = "not_yet" if start > today else "in_force_since"
    return text(f"{key}{through}", lang, start=start, **last)


def _name(pack: Pack) -> str:
    parts = (pack.name, pack.version, pack.title)
    return "  ".join(visible(part) for part in parts if part)


def _facts(pack: Pack, today: date, lang: str) -> str:
    """In force since when, last checked when, how many rules."""
    change, number = pack.next_change(today), len(pack.policy.rules)
    parts = [in_force(pack.start, pack.end, today, lang)]
    if change is not None and change != pack.start:
        parts.append(text("next_change", lang, day=change))
    if pack.checked is None:
        parts.append(text("never_checked", lang))
    else:
        parts.append(text("checked", lang, checked=pack.checked))
    counts = [text("rules_one" if number == 1 else "rules", lang, number=number)]
    if pack.reported:
        counts.append(text("reported", lang, number=pack.reported))
    return text("between", lang).join([*parts, text("comma", lang).join(counts)])


def _sources(pack: Pack, lang: str) -> str:
    titles = (visible(source.title.text) for source in pack.policy.sources)
    return text("sources", lang, sources=text("between", lang).join(titles))


def _rule(rule: PackRule, today: date, lang: str) -> Iterator[str]:
    parts = (rule.id, KINDS[rule.rule.kind], rule.title)
    yield "  ".join(visible(part) for part in parts if part)
    said = [_in(texts, lang) for texts in (rule.texts, rule.words)]
    yield from (_INDENT + visible(one) for one in dict.fromkeys(said) if one)
    if rule.start is not None or rule.end is not None:
        yield _INDENT + in_force(rule.start, rule.end, today, lang)
    if rule.citation:
        yield f"{_INDENT}[{rule.basis}] {visible(rule.citation)}"


def _in(texts: Iterable[tuple[str, str]], lang: str) -> str | None:
    """The text in a language, else in English, else in any."""
    said = dict(texts)
    return said.get(lang) or said.get("en") or next(iter(said.values()), None)
