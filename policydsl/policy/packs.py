"""The packs that are shipped: which there are, and what each says of itself.

In: the folder of the packs; `examples` in it are none. Out: `Pack`s, one for each version of a
policy, and `PackRule`s, what a rule says, rests on and cites.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from policydsl.core.policy import Origin
from policydsl.diagnostics import Diagnostic
from policydsl.frozen import frozen
from policydsl.policy.files import SUFFIX, read_file
from policydsl.policy.library import Found, Library, shipped_packs, shown_path
from policydsl.policy.uses import closure_of
from policydsl.rules.declarations import vocabulary_of
from policydsl.rules.effective import first_day, first_day_after
from policydsl.rules.lowering import lower_policy
from policydsl.syntax import tree

EXAMPLES = "examples"
"""The folder beside the jurisdictions that holds whole stories and no packs."""


_CONDITIONS_ALONE = frozenset({"deny", "review", "warn"})


@frozen
class Pack:
    """A version of a shipped policy; `jurisdiction` is the name of its folder, such as `us`."""

    policy: tree.Policy
    jurisdiction: str
    path: Path

    @property
    def name(self) -> str:
        """The name by which `use` finds it."""
        return self.policy.name.text

    @property
    def title(self) -> str | None:
        """Its title, when it has one."""
        return None if self.policy.title is None else self.policy.title.text

    @property
    def file(self) -> str:
        """The file as messages and decisions show it."""
        return shown_path(self.path)

    @property
    def version(self) -> str | None:
        """What it calls its version."""
        found = (clause.value for clause in self.policy.head if clause.keyword == "version")
        return next((value.text for value in found if isinstance(value, tree.Text)), None)

    @property
    def checked(self) -> date | None:
        """When somebody last compared it with its sources."""
        found = (clause.value for clause in self.policy.head if clause.keyword == "checked")
        return next((value.value for value in found if isinstance(value, tree.Date)), None)

    @property
    def start(self) -> date | None:
        """The first day in force; None when it was always."""
        return first_day(self.policy.head)

    @property
    def end(self) -> date | None:
        """The first day no longer in force; None when none is known."""
        return first_day_after(self.policy.head)

    def next_change(self, today: date) -> date | None:
        """The first date after `today` on which the pack or one of its rules begins or ends."""
        heads = (self.policy.head, *(rule.clauses for rule in self.policy.rules))
        dates = (day for head in heads for day in (first_day(head), first_day_after(head)))
        return min((day for day in dates if day is not None and day > today), default=None)

    @property
    def reported(self) -> int:
        """How many rules rest on what others report of the text."""
        values = (clause.value for rule in self.policy.rules for clause in rule.clauses)
        return sum(isinstance(value, tree.Basis) and value.reported for value in values)


@frozen
class PackRule:
    """What a rule of a pack says.

    `texts` are what people are told, `words` what the rule means in its own sentence, both by
    language; `words` is empty for a rule that is nothing but its conditions. `start` and `end` are
    the rule's own dates, `end` the first day no longer in force.
    """

    rule: tree.Rule
    id: str
    title: str | None
    basis: str
    citation: str | None
    texts: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...]
    start: date | None
    end: date | None


def read_packs() -> tuple[tuple[Pack, ...], tuple[Diagnostic, ...]]:
    """All packs in the order of their names and dates, and what is wrong in their files."""
    base = shipped_packs()
    packs: list[Pack] = []
    found: list[Diagnostic] = []
    for path in base.rglob(f"*{SUFFIX}"):
        folders = path.relative_to(base).parts[:-1]
        if folders and folders[0] != EXAMPLES:
            parsed = read_file(path, shown_path(path)).parsed
            packs += [Pack(policy, folders[0], path) for policy in parsed.policies]
            found += parsed.diagnostics
    packs.sort(key=lambda pack: (pack.jurisdiction, pack.name, pack.start or date.min))
    return tuple(packs), tuple(found)


def rules_of(pack: Pack) -> tuple[PackRule, ...]:
    """The rules of a pack in the order written."""
    said = _origins(pack, pack.policy)
    unsaid = _origins(pack, replace(pack.policy, rules=tuple(map(_unsaid, pack.policy.rules))))
    made = []
    for rule in pack.policy.rules:
        rule_id = f"{pack.name}.{rule.name.text}"
        if rule_id in said:
            made.append(_told(rule, rule_id, said[rule_id], unsaid[rule_id]))
    return tuple(made)


def _told(rule: tree.Rule, rule_id: str, said: Origin, unsaid: Origin) -> PackRule:
    return PackRule(
        rule=rule,
        id=rule_id,
        title=said.title,
        basis=said.basis,
        citation=said.citation,
        texts=said.texts,
        words=() if rule.kind in _CONDITIONS_ALONE else unsaid.texts,
        start=first_day(rule.clauses),
        end=first_day_after(rule.clauses),
    )


def _unsaid(rule: tree.Rule) -> tree.Rule:
    """The rule without what its author tells people."""
    return replace(rule, clauses=tuple(one for one in rule.clauses if one.keyword != "say"))


def _origins(pack: Pack, policy: tree.Policy) -> dict[str, Origin]:
    """What the rules of a policy say, by their ids; it may use others."""
    root = Found(policy, pack.path.parent)
    found: list[Diagnostic] = []
    library = Library([root], ())
    vocabulary = vocabulary_of(closure_of([root], library, found).policies(), found)
    lowered = lower_policy(policy, vocabulary, found).rules
    origins: dict[str, Origin] = {}
    for gathered in (lowered.rules, lowered.obligations, lowered.ladders, lowered.exemptions):
        for one in gathered:
            origins.setdefault(one.id, one.origin)
    return origins
