"""Which letter and colour stand for which rule in a picture.

In: answers. Out: `Legend`. Letters tell rules apart without colour; the colours are those of Okabe
and Ito, which the colour-blind tell apart, and come again after six rules.
"""

from __future__ import annotations

from collections.abc import Iterable

from policydsl.frozen import frozen
from policydsl.pictures.week.answers import Answer, Told
from policydsl.pictures.week.pieces import Shown

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MOST_ENTRIES = 60
"""How many rules a legend explains."""
FURTHER, REVIEW = "#", "?"
"""What stands for a rule when the letters are used up, and for a wish for approval."""


@frozen
class Hue:
    """A colour as pages write it, its nearest among the 256 of terminals, and if it is dark."""

    html: str
    terminal: int
    is_dark: bool = False


HUES = (
    Hue("#e69f00", 214),
    Hue("#56b4e9", 74),
    Hue("#cc79a7", 175),
    Hue("#0072b2", 25, True),
    Hue("#d55e00", 166, True),
    Hue("#009e73", 36),
)
REVIEW_HUE = Hue("#f0e442", 227)


@frozen
class Entry:
    """A rule in the legend; `number` counts from 0, None for one that wants an approval.

    `leads`: it is drawn somewhere; else it only denies while one does that lifts later.
    """

    mark: str
    rule: str
    told: Told
    number: int | None
    leads: bool = True

    @property
    def hue(self) -> Hue:
        """The colour of its pieces."""
        return REVIEW_HUE if self.number is None else HUES[self.number % len(HUES)]


@frozen
class Described:
    """What a legend says of a rule; empty where there is nothing to say."""

    code: str
    title: str
    message: str
    citation: str


def described(entry: Entry, lang: str) -> Described:
    """The words for a rule, as its author wrote them: not yet safe to print."""
    reason, decision = entry.told.reason, entry.told.decision
    origin = decision.origin(reason)
    title, message = origin.title or "", decision.message(reason, lang)
    citation = f"[{origin.basis}] {origin.citation}" if origin.citation else ""
    return Described(reason.code, title, "" if message == title else message, citation)


class Legend:
    """The rules of a picture, those that deny first, in the order in which they are drawn."""

    __slots__ = ("_by_rule", "entries")

    def __init__(self, answers: Iterable[Answer]) -> None:
        told: dict[tuple[str, str], Told] = {}
        shown: list[Shown] = []
        for answer in answers:
            told = {**answer.told, **told}
            shown += answer.shown
        leading = dict.fromkeys(one.lead for one in shown if one.lead is not None)
        denying = dict.fromkeys(rule for one in shown for rule in one.denying)
        self._by_rule = {
            rule: Entry(
                LETTERS[number] if number < len(LETTERS) else FURTHER,
                rule,
                told[rule, "deny"],
                number,
                rule in leading,
            )
            for number, rule in enumerate({**leading, **denying})
        }
        reviewing = dict.fromkeys(
            rule for one in shown if one.verdict == "review" for rule in one.reviewing
        )
        self.entries = (
            *self._by_rule.values(),
            *(Entry(REVIEW, rule, told[rule, "review"], None) for rule in reviewing),
        )

    def of(self, rule: str) -> Entry:
        """The entry of a rule that denies."""
        return self._by_rule[rule]
