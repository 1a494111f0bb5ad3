"""The clauses of the language, one row each.

In: nothing. Out: for every keyword how the DSL writes it, which start symbol reads what follows,
and whether it may repeat. The same keyword is the key in YAML. A table for each place that clauses
stand in; which rule kind takes which clause is for `policydsl.rules` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "quiet_hours": "quiet hours",
        "contact_hours": "contact hours",
        "cap": "cap",
        "gap": "gap",
        "cooldown": "cooldown",
        "consent": "consent",
        "deny": "deny",
        "review": "review",
        "warn": "warn",
        "oblige": "oblige",
        "exempt": "exempt",
        "ladder": "ladder",
    }
)
"""The kinds of rules and how they are written."""


class Keyword(NamedTuple):
    """One clause: the words that open it, the start symbol of the rest, whether it repeats.

    `start` is `text` where a quoted text stands, which YAML writes as a plain value.
    """

    words: str
    start: str
    repeats: bool = False


HEAD: Mapping[str, Keyword] = MappingProxyType(
    {
        "version": Keyword("version", "text"),
        "checked": Keyword("checked", "date"),
        "effective_from": Keyword("effective from", "date"),
        "effective_until": Keyword("effective until", "date"),
        "effective_through": Keyword("effective through", "date"),
        "governs": Keyword("governs", "expression"),
        "otherwise": Keyword("otherwise", "word"),
        "if_ledger_unavailable": Keyword("if ledger unavailable", "word"),
        "if_lease_expired": Keyword("if lease expired", "word"),
        "time_zone": Keyword("time zone", "zone"),
        "delivery_margin": Keyword("delivery margin", "margin", repeats=True),
        "ignore": Keyword("ignore", "ignored", repeats=True),
    }
)
"""The clauses at the head of a policy."""

COMMON: Mapping[str, Keyword] = MappingProxyType(
    {
        "when": Keyword("when", "expression"),
        "unless": Keyword("unless", "expression"),
        "effect": Keyword("effect", "word"),
        "effective_from": Keyword("effective from", "date"),
        "effective_until": Keyword("effective until", "date"),
        "effective_through": Keyword("effective through", "date"),
        "code": Keyword("code", "word"),
        "basis": Keyword("basis", "basis"),
        "cite": Keyword("cite", "citation", repeats=True),
        "say": Keyword("say", "saying", repeats=True),
        "if_unknown": Keyword("if unknown", "word"),
        "time_zone": Keyword("time zone", "zone"),
        "approval_by": Keyword("approval by", "word"),
        "owner": Keyword("owner", "text"),
        "ignore": Keyword("ignore", "ignored", repeats=True),
    }
)
"""The clauses that every rule takes, ladders included."""

RULE: Mapping[str, Keyword] = MappingProxyType(
    {
        **COMMON,
        "from": Keyword("from", "hours_line", repeats=True),
        "all_day_on": Keyword("all day on", "days", repeats=True),
        "closed_on": Keyword("closed on", "days", repeats=True),
        "during": Keyword("during", "path", repeats=True),
        "judged_at": Keyword("judged at", "path"),
        "at_most": Keyword("at most", "limit"),
        "at_least": Keyword("at least", "spacing"),
        "wait": Keyword("wait", "wait"),
        "require": Keyword("require", "requirement"),
        "until": Keyword("until", "moment"),
        "through": Keyword("through", "moment"),
        "must": Keyword("must", "duties"),
        "lifts": Keyword("lifts", "paths"),
    }
)
"""The clauses of the rules that are not ladders."""

LADDER: Mapping[str, Keyword] = MappingProxyType(
    {
        **COMMON,
        "per": Keyword("per", "paths"),
        "take": Keyword("take", "which_step"),
        "hold_while": Keyword("hold while", "expression"),
        "stop_when": Keyword("stop when", "expression"),
        "reset_after": Keyword("reset after", "occurrence"),
        "on_block": Keyword("on block", "word"),
    }
)
"""The clauses of a ladder; its steps are clauses `step` too."""

STEP: Mapping[str, Keyword] = MappingProxyType(
    {
        "from": Keyword("from", "day_point"),
        "until": Keyword("until", "day_point"),
        "after": Keyword("after", "after_steps", repeats=True),
        "when": Keyword("when", "expression"),
        "via": Keyword("via", "via"),
        "at_most": Keyword("at most", "step_limit", repeats=True),
        "at_least": Keyword("at least", "apart"),
        "approval_by": Keyword("approval by", "word"),
        "must": Keyword("must", "duties"),
    }
)
"""The clauses of a step."""

DECLARATIONS = ("source", "use", "fact", "event", "define", "tighten", "waive")
"""The words that open what is neither a policy nor a rule."""


def clause_keywords() -> Iterator[str]:
    """Every keyword of a clause, each once."""
    return iter(dict.fromkeys((*HEAD, *RULE, *LADDER, *STEP)))


def clause_words() -> frozenset[str]:
    """The words that can open a clause."""
    return _CLAUSE_WORDS


_CLAUSE_WORDS = frozenset(
    keyword.words.split()[0] for place in (HEAD, RULE, LADDER, STEP) for keyword in place.values()
) | {"step"}
