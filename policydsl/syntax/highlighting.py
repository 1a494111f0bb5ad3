"""How editors colour policies: a TextMate grammar and a Vim syntax file.

In: the words of the language. Out: the two files under `docs/editors`, made anew with
`python -m policydsl.syntax.highlighting`. They know words, not places: a name that is spelt like a
keyword is coloured like one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from string import Template
from typing import Any

from policydsl.syntax.grammar_files import grammar_text
from policydsl.syntax.keywords import DECLARATIONS, HEAD, KINDS, LADDER, RULE, STEP

FOLDER = Path(__file__).parents[2] / "docs" / "editors"
TEXTMATE_FILE = FOLDER / "policydsl.tmLanguage.json"
VIM_FILE = FOLDER / "policydsl.vim"

OPERATORS = frozenset({
    "and", "or", "not", "in", "is", "known", "none", "starts", "with", "before", "after", "any",
    "no", "live", "ruled", "out", "within",
})  # fmt: skip
"""The words of conditions."""
UNITS = frozenset({
    "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks", "month", "months",
    "quarter", "quarters", "year", "years", "business", "calendar", "consecutive", "rolling",
    "full", "every", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "holidays", "today", "ever", "blocks",
})  # fmt: skip
"""The words of times."""

_NAME = r"[\w.]+"
_GAP = r"\s+"
_DATE = r"\b\d{4}-\d{2}-\d{2}(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?"
_KEYWORD = re.compile(r'^[A-Z_]+: "([a-z]+)"', re.MULTILINE)


def words() -> frozenset[str]:
    """Every keyword of the language."""
    return frozenset(_KEYWORD.findall(grammar_text()))


def openers() -> tuple[str, ...]:
    """The words that open a clause, the longest first."""
    found = {one.words for place in (HEAD, RULE, LADDER, STEP) for one in place.values()}
    return tuple(sorted(found, key=lambda one: (-len(one), one)))


def textmate() -> dict[str, Any]:
    """The TextMate grammar."""
    return {
        "name": "policydsl",
        "scopeName": "source.policydsl",
        "fileTypes": ["policy"],
        "patterns": [
            {"name": "comment.line.number-sign.policydsl", "match": "#.*$"},
            {
                "name": "string.quoted.double.policydsl",
                "begin": '"',
                "end": '"|$',
                "patterns": [{"name": "constant.character.escape.policydsl", "match": r'\\["\\]'}],
            },
            *_declarations(),
            _rule("constant.numeric.date.policydsl", _DATE),
            _rule("constant.numeric.time.policydsl", r"\b\d{2}:\d{2}\b"),
            _rule("constant.numeric.policydsl", r"(?<![\w.])-?\d+(?:\.\d+)?\b"),
            _rule("variable.other.policydsl", r"\b[^\W\d]\w*(?:\.[^\W\d]\w*)+"),
            _rule("keyword.control.policydsl", _any_of(openers())),
            _rule("keyword.operator.policydsl", _any_of(OPERATORS)),
            _rule("support.type.policydsl", _any_of(UNITS)),
            _rule("keyword.other.policydsl", _any_of(_others())),
        ],
    }


def vim() -> str:
    """The Vim syntax file."""
    opened = (*KINDS.values(), "step", "policy", *DECLARATIONS)
    return Template(_VIM).substitute(
        words=r"\|".join(_others()),
        operators=r"\|".join(sorted(OPERATORS)),
        units=r"\|".join(sorted(UNITS)),
        clauses=r"\|".join(openers()),
        opened=r"\|".join(opened),
    )


_VIM = r"""" Vim syntax file for policydsl, made by policydsl.syntax.highlighting.
if exists("b:current_syntax")
  finish
endif

syn match policydslWord /\<\%($words\)\>/
syn match policydslOperator /\<\%($operators\)\>/
syn match policydslUnit /\<\%($units\)\>/
syn match policydslClause /^\s*\%($clauses\)\>/
syn match policydslOpened /^\s*\%($opened\)\>/ nextgroup=policydslName skipwhite
syn match policydslName /[[:alnum:]_.]\+/ contained
syn match policydslPath /\<\h\w*\%(\.\h\w*\)\+/
syn match policydslNumber /\<[0-9][0-9:.T+-]*\>/
syn region policydslText start=/"/ skip=/\\./ end=/"/ oneline
syn match policydslComment /#.*$$/

hi def link policydslWord Keyword
hi def link policydslOperator Operator
hi def link policydslUnit Type
hi def link policydslClause Statement
hi def link policydslOpened Structure
hi def link policydslName Function
hi def link policydslPath Identifier
hi def link policydslNumber Number
hi def link policydslText String
hi def link policydslComment Comment

let b:current_syntax = "policydsl"
"""


def _declarations() -> list[dict[str, Any]]:
    """What begins a policy, a rule, a step or a declaration, with the name that follows."""
    opened = (
        ("keyword.declaration.policy", r"\bpolicy\b", "entity.name.namespace"),
        ("storage.type.rule", _any_of(KINDS.values()), "entity.name.function"),
        ("storage.type.step", r"\bstep\b", "entity.name.function"),
        ("keyword.declaration", _any_of(DECLARATIONS), "entity.name.type"),
    )
    return [
        {
            "match": rf"^\s*({word}){_GAP}({_NAME})",
            "captures": {
                "1": {"name": f"{scope}.policydsl"},
                "2": {"name": f"{name}.policydsl"},
            },
        }
        for scope, word, name in opened
    ]


def _others() -> list[str]:
    """The keywords that are neither operators nor units."""
    return sorted(words() - OPERATORS - UNITS)


def _rule(name: str, match: str) -> dict[str, Any]:
    return {"name": name, "match": match}


def _any_of(said: Iterable[str]) -> str:
    listed = sorted(said, key=lambda one: (-len(one), one))
    return rf"\b(?:{'|'.join(listed)})\b".replace(" ", _GAP)


def main() -> None:
    """Write both files anew."""
    text = json.dumps(textmate(), indent=2, ensure_ascii=False)
    TEXTMATE_FILE.write_text(text + "\n", "utf-8", newline="\n")
    VIM_FILE.write_text(vim(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
