"""What pictures in files say, however they are drawn.

In: answers, the rows of their pictures. Out: `Drawing`, which has the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policydsl.engine.zones import to_date
from policydsl.pictures.texts import text
from policydsl.pictures.times import dated_text, on_clock, time_text, weekday_text
from policydsl.pictures.week.answers import Answer
from policydsl.pictures.week.clock import Row, Sheet
from policydsl.pictures.week.legend import REVIEW, Legend
from policydsl.pictures.week.pieces import Kind, Piece, pieces, wall_text


class Drawing:
    """Answers with the rows and the legend of their pictures, in a language."""

    __slots__ = ("answers", "lang", "legend", "sheet", "title")

    def __init__(self, answers: Sequence[Answer], sheet: Sheet, lang: str) -> None:
        self.answers = answers
        self.sheet = sheet
        self.legend = Legend(answers)
        self.lang = lang
        self.title = _title(answers[0], sheet, lang)

    def heading(self, answer: Answer) -> str:
        """What stands above one picture."""
        channel = str(answer.request.facts["proposal.channel"])
        return text("pictured", self.lang, channel=channel, zone=self.sheet.zone)

    def row_label(self, row: Row) -> str:
        """What stands before a row."""
        return text("again", self.lang) if row.again else self.date_text(row)

    def date_text(self, row: Row) -> str:
        """The date of a row with its weekday."""
        day = to_date(row.day)
        assert day is not None
        weekday = weekday_text(day.weekday(), self.lang)
        return text("day", self.lang, weekday=weekday[:3], date=day.isoformat())

    def hint(self, row: Row, piece: Piece) -> str:
        """What a piece is, in full."""
        times = f"{self.date_text(row)} {wall_text(piece.start)}–{wall_text(piece.end)}"
        again = f" ({text('again', self.lang)})" if row.again else ""
        return f"{times}{again}: {self.said(piece)}"

    def said(self, piece: Piece) -> str:
        """What holds through a piece, and by which rules."""
        kind = text(f"kind_{piece.kind}", self.lang)
        if piece.shown is None:
            return kind
        marked = [f"{self.legend.of(rule).mark} {rule}" for rule in piece.shown.denying]
        marked += [f"{REVIEW} {rule}" for rule in piece.shown.reviewing]
        return f"{kind}: {text('comma', self.lang).join(marked)}" if marked else kind

    @property
    def now(self) -> str:
        """The time at which the contact is proposed."""
        return text("now", self.lang, time=time_text(on_clock(self.sheet.at, self.sheet.zone)))

    def has_bars(self) -> bool:
        """Whether several rules deny at one time."""
        return any(len(one.denying) > 1 for answer in self.answers for one in answer.shown)

    def kinds(self) -> frozenset[Kind]:
        """The kinds of pieces that there are."""
        return frozenset(
            piece.kind
            for answer in self.answers
            for row in self.sheet.rows
            for piece in pieces(row, answer.shown, self.sheet.at)
        )

    def open_times(self) -> Iterator[str]:
        """For each picture, a line that says when it is open."""
        for answer in self.answers:
            shown: list[str] = []
            for row in self.sheet.rows:
                times = [
                    f"{wall_text(piece.start)}–{wall_text(piece.end)}"
                    for piece in pieces(row, answer.shown, self.sheet.at)
                    if piece.kind is Kind.ALLOW
                ]
                if times:
                    again = f" ({text('again', self.lang)})" if row.again else ""
                    shown.append(f"{self.date_text(row)}{again} {', '.join(times)}")
            allowed = "; ".join(shown) or text(answer.never_open or "cut_short", self.lang)
            yield f"{self.heading(answer)}: {allowed}"


def _title(answer: Answer, sheet: Sheet, lang: str) -> str:
    facts = answer.request.facts
    about = [facts.get(f"proposal.{name}") for name in ("id", "purpose", "recipient")]
    shown = " ".join(str(value) for value in about if value is not None)
    return text("title", lang, proposal=shown, when=dated_text(answer.request.at, sheet.zone))
