"""Says what is wrong where the parser stopped.

In: the stretch of text, and where and in which state the parser stopped. Out: one diagnostic in the
words of the language: the common mistakes by name, everything else as what stands there and
what could.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, takewhile
from typing import Any

from policydsl.diagnostics import Diagnostic, Source, Span, Text, diagnostic, did_you_mean, every
from policydsl.frozen import frozen
from policydsl.syntax.driver import Rejected, follows, run
from policydsl.syntax.expectations import expected, expected_words, opens_clause, some_clauses
from policydsl.syntax.keywords import (
    COMMON,
    DECLARATIONS,
    HEAD,
    KINDS,
    LADDER,
    RULE,
    STEP,
    clause_words,
)
from policydsl.syntax.lexing import Token, scan
from policydsl.syntax.misfits import misfit
from policydsl.syntax.tables import END, Tables

_SHOWN = 40
_PAIRS = {"RPAR": "LPAR", "RBRACE": "LBRACE"}
_OF_A_RULE = (RULE, Text("a rule", "规则"))
_OF_A_LADDER = (
    {key: keyword for key, keyword in LADDER.items() if key not in COMMON},
    Text("a ladder", "阶梯"),
)
_OF_A_STEP = (STEP, Text("a step", "步骤"))
_OF_THE_HEAD = (HEAD, Text("the head of a policy", "策略开头"))
_CLAUSES = [
    keyword.words.split() for place in (RULE, LADDER, STEP, HEAD) for keyword in place.values()
]
_LONGEST = max(map(len, _CLAUSES))


@frozen
class Trouble:
    """A parse that stopped: what was parsed, as what, and where it stopped."""

    tables: Tables
    start: str
    source: Source
    begin: int
    end: int
    fixed: Span | None
    rejected: Rejected

    @property
    def token(self) -> Token:
        """The token that does not fit."""
        return self.rejected.token

    @property
    def words(self) -> frozenset[str]:
        """The words that would have fitted."""
        return expected_words(self.tables, self.rejected.states)

    def fits(self, terminal: str) -> bool:
        """Whether a terminal would have fitted."""
        return terminal in follows(self.tables, self.rejected.states)

    def span(self, token: Token) -> Span:
        """Where a token stands."""
        return self.fixed or self.source.span(token.start, token.end)

    @property
    def expected(self) -> Text:
        """What would have fitted, in words."""
        return expected(self.tables, self.rejected.states)


def explain(trouble: Trouble) -> Diagnostic:
    """The diagnostic for a parse that stopped."""
    token = trouble.token
    for recognise in (
        *(_misfit, _left_out, _end, _brackets, _equals, _reserved, _opener, _clause),
        _half_a_clause,
    ):
        found = recognise(trouble)
        if found is not None:
            return found
    return _elsewhere(trouble, token)


def _misfit(trouble: Trouble) -> Diagnostic | None:
    """What is no token of the language: a number, name or sign of the wrong shape."""
    found = misfit(trouble.token.kinds[0], trouble.token.text, trouble.span(trouble.token))
    if found is not None and _wants_quotes(trouble):
        return _elsewhere(trouble, trouble.token)
    return found


def _end(trouble: Trouble) -> Diagnostic | None:
    """The text ends too early."""
    if trouble.token.kinds[0] != END:
        return None
    opened = _open_brackets(trouble)
    previous = trouble.rejected.previous
    if opened:
        return _unclosed(trouble, opened[-1])
    if previous is None:
        span = trouble.fixed or trouble.source.span(trouble.begin, trouble.end)
        return diagnostic("E103", span, expected=trouble.expected, helps=["write"])
    return diagnostic(
        "E102",
        trouble.span(previous),
        previous=_shown(previous.text),
        expected=trouble.expected,
        helps=["write"],
    )


def _brackets(trouble: Trouble) -> Diagnostic | None:
    """A bracket that closes nothing, or one that is still open when the next clause begins."""
    token = trouble.token
    opened = _open_brackets(trouble)
    kind = token.kinds[0]
    if kind in _PAIRS and (not opened or opened[-1].kinds[0] != _PAIRS[kind]):
        return diagnostic("E109", trouble.span(token), sign=token.text, helps=["remove"])
    closing = {"LPAR": "RPAR", "LBRACE": "RBRACE"}
    if opened and token.text in clause_words() and trouble.fits(closing[opened[-1].kinds[0]]):
        return _unclosed(trouble, opened[-1])
    return None


def _unclosed(trouble: Trouble, token: Token) -> Diagnostic:
    sign = ")" if token.text == "(" else "}"
    return diagnostic("E107", trouble.span(token), sign=token.text, close=sign, helps=["close"])


def _open_brackets(trouble: Trouble) -> list[Token]:
    opened: list[Token] = []
    for token in scan(trouble.tables, trouble.source.text, trouble.begin, trouble.token.start):
        if token.kinds[0] in ("LPAR", "LBRACE"):
            opened.append(token)
        elif token.kinds[0] in _PAIRS and opened:
            opened.pop()
    return opened


def _equals(trouble: Trouble) -> Diagnostic | None:
    """`channel = voice`."""
    if trouble.token.kinds[0] == "EQUALS" and trouble.fits("IS"):
        return misfit("BAD_OPERATOR", "=", trouble.span(trouble.token))
    return None


def _left_out(trouble: Trouble) -> Diagnostic | None:
    """A name that is left out, so that the next keyword was taken for it: `deny when …`."""
    rejected = trouble.rejected
    if rejected.previous is None or rejected.taken != "NAME":
        return None
    if rejected.previous.text not in clause_words() | {"per", "by", "in", "where"}:
        return None
    before = list(scan(trouble.tables, trouble.source.text, trouble.begin, rejected.previous.start))
    if not before:
        return None
    return diagnostic(
        "E102",
        trouble.span(before[-1]),
        previous=_shown(before[-1].text),
        expected=expected(trouble.tables, rejected.before),
        helps=["write"],
    )


def _reserved(trouble: Trouble) -> Diagnostic | None:
    """A name that is a word of the language where it stands: `when any is voice`."""
    previous = trouble.rejected.previous
    if previous is None or len(previous.kinds) < 2 or "NAME" not in previous.kinds:
        return None
    tokens = (
        token._replace(kinds=("NAME",)) if token.start == previous.start else token
        for token in scan(trouble.tables, trouble.source.text, trouble.begin, trouble.end)
    )
    try:
        run(trouble.tables, trouble.start, tokens, trouble.end, _nothing)
    except Rejected as rejected:
        if rejected.token.start <= trouble.token.start:
            return None
    return diagnostic("E118", trouble.span(previous), word=previous.text, helps=["rename"])


def _nothing(*_: Any) -> None:
    return None


def _opener(trouble: Trouble) -> Diagnostic | None:
    """A text that does not begin with `policy`, or a declaration of an unknown kind."""
    token = trouble.token
    if trouble.rejected.previous is not None:
        return None
    if trouble.start not in ("file", "policy", "declaration"):
        return None
    near = did_you_mean(token.text, trouble.words)
    helps: list[Any] = [("did_you_mean", {"suggestion": near[0]})] if near else []
    if trouble.start != "declaration":
        return diagnostic("E117", trouble.span(token), helps=helps or ["policy"])
    return diagnostic(
        "E120",
        trouble.span(token),
        word=_shown(token.text),
        kinds=every(KINDS.values()),
        others=every(DECLARATIONS),
        helps=helps or ["kinds", "others"],
    )


def _clause(trouble: Trouble) -> Diagnostic | None:
    """A word that opens no clause, or none of this place."""
    token, words = trouble.token, trouble.words
    complete = trouble.start == "declaration" and trouble.fits(END)
    if token.kinds[-1] != "NAME" or not (complete or opens_clause(words)):
        return None
    owned = _owned(trouble, token)
    if owned is not None:
        return owned
    near = did_you_mean(token.text, words)
    if not near and not _first_on_line(trouble):
        return None
    helps: list[Any] = [("did_you_mean", {"suggestion": near[0]})] if near else []
    if not near and opens_clause(words):
        helps = [("clauses", {"words": some_clauses(words)})]
    return diagnostic("E104", trouble.span(token), word=_shown(token.text), helps=helps)


def _half_a_clause(trouble: Trouble) -> Diagnostic | None:
    """A clause of another place whose first word opens one of this place too: `if unknown`."""
    previous, words = trouble.rejected.previous, trouble.words
    if previous is None or not words:
        return None
    second = {said[1] for said in _CLAUSES if said[0] == previous.text and len(said) > 1}
    return _owned(trouble, previous) if second >= words | {trouble.token.text} else None


def _owned(trouble: Trouble, first: Token) -> Diagnostic | None:
    """A clause that exists, but not in this place; `first` is its first token."""
    owners = [_OF_A_RULE, _OF_A_LADDER, _OF_A_STEP, _OF_THE_HEAD]
    if trouble.source.text.startswith("ladder", trouble.begin):
        owners.reverse()
        owners.sort(key=lambda owner: owner is _OF_THE_HEAD)
    tokens = scan(trouble.tables, trouble.source.text, first.start, trouble.end)
    written = [token.text for token in islice(tokens, _LONGEST)]
    clauses = [(keyword.words, owner) for place, owner in owners for keyword in place.values()]
    words, owner = max(clauses, key=lambda clause: _shared(clause[0].split(), written))
    if words.split()[0] != first.text:
        return None
    return diagnostic("E105", trouble.span(first), words=words, owner=owner, helps=["move"])


def _shared(words: Sequence[str], written: Sequence[str]) -> int:
    """How many words two texts begin with alike."""
    pairs = zip(words, written, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _first_on_line(trouble: Trouble) -> bool:
    previous = trouble.rejected.previous
    begin = previous.end if previous else trouble.begin
    return "\n" in trouble.source.text[begin : trouble.token.start]


def _elsewhere(trouble: Trouble, token: Token) -> Diagnostic:
    """Anything else: what stands there, and what could."""
    near = did_you_mean(token.text, trouble.words) if token.kinds[-1] == "NAME" else ()
    helps: list[Any] = [("did_you_mean", {"suggestion": near[0]})] if near else ["write"]
    if follows(trouble.tables, trouble.rejected.states).keys() == {END}:
        helps = ["end"]
    elif _wants_quotes(trouble):
        helps = [("quotes", {"text": f'"{_shown(token.text)}"'})]
    return diagnostic(
        "E101",
        trouble.span(token),
        found=_shown(token.text),
        expected=trouble.expected,
        helps=helps,
    )


def _wants_quotes(trouble: Trouble) -> bool:
    """Whether a text has to stand here, and something without quotes does."""
    unquoted = trouble.token.kinds[-1] in ("NAME", "DOTTED", "NUMBER", "MISSHAPEN", "DATE")
    if not unquoted or opens_clause(trouble.words):
        return False
    return trouble.fits("STRING") and not trouble.fits("NAME")


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
