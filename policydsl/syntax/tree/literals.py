"""Names and literals."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from policydsl.diagnostics.source import Span
from policydsl.frozen import frozen


def span_field() -> Span:
    """A field that says where a node was written and never takes part in equality."""
    return field(compare=False, repr=False)  # type: ignore[no-any-return]  # dataclass idiom


@frozen
class Word:
    """A single name as written (NFC): `voice`, `agent_call`, `夜间静默`."""

    text: str
    span: Span = span_field()


@frozen
class Path:
    """A dotted or bare name: `person.cease`, `channel`, `us.reg_f.seven_in_seven`."""

    parts: tuple[str, ...]
    span: Span = span_field()

    @property
    def text(self) -> str:
        """The path with its dots."""
        return ".".join(self.parts)


@frozen
class Text:
    """A quoted text, quotes and escapes removed."""

    text: str
    span: Span = span_field()


@frozen
class Number:
    """An exact number; never a float."""

    value: int | Decimal
    span: Span = span_field()


@frozen
class Date:
    """A calendar date, `2026-01-30`."""

    value: date
    span: Span = span_field()


@frozen
class Instant:
    """An instant with its offset, `2026-01-30T08:00:00+08:00`."""

    value: datetime
    span: Span = span_field()


@frozen
class NoValue:
    """`none`: absent on purpose."""

    span: Span = span_field()


Literal: TypeAlias = Word | Text | Number | Date | Instant | NoValue
