"""What the lowering of one policy knows (vocabulary, definitions, sources) and what it found.

In: a policy's tree and the vocabulary of the policies loaded with it. Out: names resolved, and
diagnostics gathered. A mistake is reported once, and a formula that means nothing stands in for
what could not be lowered; a policy with errors is never run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from policydsl.core.formula import NO, Formula
from policydsl.diagnostics import Diagnostic, Span, diagnostic, did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec, LabelSpec, Value
from policydsl.facts.standard import ALIASES, Field
from policydsl.facts.tables import PARTIES
from policydsl.facts.vocabulary import ROOTS, Vocabulary
from policydsl.syntax import tree


class Reading(Enum):
    """Where an expression stands, which says what it may read and what a bare name means."""

    PROPOSAL = "when and unless: a bare name is a field of the proposal"
    EVENT = "where of a count: events may be read too"
    CONSENT = "where of a consent: the record may be read too"
    STEP_EVENT = "via … where, of a past contact: what is said of the proposal is of the event"


MOST_FOUND = 200
"""How many mistakes of one policy are reported; what is beyond is likely to follow from them."""


class TooManyError(Exception):
    """A policy has so many mistakes, `found`, that looking for more is not worth the time."""

    def __init__(self, found: list[Diagnostic]) -> None:
        super().__init__(len(found))
        self.found = found


@dataclass(slots=True)
class Environment:
    """The lowering of one policy; `found` grows as it goes."""

    policy: tree.Policy
    vocabulary: Vocabulary
    found: list[Diagnostic] = field(default_factory=list)
    definitions: Mapping[str, tree.Define] = field(default_factory=dict)
    sources: Mapping[str, tree.Source] = field(default_factory=dict)
    lowered: dict[tuple[str, Reading], tuple[Formula, int]] = field(default_factory=dict)
    depth: int = 0
    """How many definitions stand in each other in the definition that is being lowered."""
    open_definitions: list[str] = field(default_factory=list)
    liftable: frozenset[str] = field(init=False)
    """The names of the rules that an exemption of this policy may lift."""
    _asked: set[tuple[str, tuple[tuple[str, Value], ...]]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.liftable = frozenset(
            rule.name.text for rule in self.policy.rules if rule.kind not in ("exempt", "oblige")
        )

    @property
    def name(self) -> str:
        """The policy's full name."""
        return self.policy.name.text

    def report(
        self,
        code: str,
        span: Span,
        *,
        helps: tuple[HintSpec, ...] = (),
        notes: tuple[HintSpec, ...] = (),
        labels: tuple[LabelSpec, ...] = (),
        **args: Value,
    ) -> None:
        """Add a diagnostic; a declaration that many places miss is asked for once."""
        made = diagnostic(code, span, helps=helps, notes=notes, labels=labels, path=None, **args)
        if helps == ("declare",):
            asked = (made.code, made.args)
            if asked in self._asked:
                return
            self._asked.add(asked)
        self.found.append(made)
        if len(self.found) >= MOST_FOUND:
            raise TooManyError(self.found)

    def resolve(self, path: tree.Path, reading: Reading) -> Field | tree.Define | None:
        """The field or the definition that a path on the left names; None after reporting."""
        if len(path.parts) == 1:
            return self._resolve_bare(path, reading)
        root = path.parts[0]
        readable = {"event": _EVENT_READERS, "consent": (Reading.CONSENT,)}.get(root)
        if readable is not None and reading not in readable:
            self.report("E302", path.span, helps=(f"{root}_where",), name=path.text)
            return None
        found = self._of_event(path) if reading is Reading.STEP_EVENT else None
        found = found or self.vocabulary.lookup(path.text)
        if found is None:
            self.undeclared(path)
        return found

    def _of_event(self, path: tree.Path) -> Field | None:
        """The event's side of a field of proposals: a step takes proposals and owns events."""
        name = ALIASES.get(path.text, path.text)
        root, _, rest = name.partition(".")
        if root == "proposal":
            return self.vocabulary.lookup(f"event.{rest}")
        return self.vocabulary.lookup(f"event.{name}") if root in PARTIES else None

    def _resolve_bare(self, path: tree.Path, reading: Reading) -> Field | tree.Define | None:
        name = path.text
        if name in self.definitions:
            return self.definitions[name]
        root = "event" if reading is Reading.STEP_EVENT else "proposal"
        found = self.vocabulary.lookup(f"{root}.{name}")
        if found is None:
            self.unknown_name(path)
        return found

    def unknown_name(self, path: tree.Path) -> None:
        """Report a bare name that is neither a field of proposals nor a definition."""
        known = [*self.definitions, *self.proposal_fields()]
        facts = [name for name in self.vocabulary.declared if name.endswith(f".{path.text}")]
        close = tuple(facts) or did_you_mean(path.text, known)
        helps: tuple[HintSpec, ...] = tuple(
            ("did_you_mean", {"suggestion": word}) for word in close
        ) or ("what_stands_left",)
        self.report("E301", path.span, helps=helps, name=path.text)

    def undeclared(self, path: tree.Path) -> None:
        """Report a dotted path that is no fact."""
        close = self._near(path.text)
        helps: tuple[HintSpec, ...] = tuple(
            ("did_you_mean", {"suggestion": word}) for word in close
        ) or (("declare",) if path.parts[0] in ROOTS else ("roots",))
        self.report("E303", path.span, helps=helps, name=path.text)

    def _near(self, path: str) -> tuple[str, ...]:
        """The fact that a path may mean: a slip after the root, or another root."""
        root, _, rest = path.partition(".")
        names = self.vocabulary.names()
        tails = [name.removeprefix(f"{root}.") for name in names if name.startswith(f"{root}.")]
        if close := did_you_mean(rest, tails):
            return tuple(f"{root}.{tail}" for tail in close)
        same = tuple(name for name in names if name.partition(".")[2] == rest)
        return same if len(same) == 1 else did_you_mean(path, same)

    def proposal_fields(self) -> list[str]:
        """The names that may stand alone on the left of an operator."""
        return [
            name.partition(".")[2]
            for name in self.vocabulary.names()
            if name.startswith("proposal.") and name.count(".") == 1
        ]

    def fact(self, path: tree.Path, reading: Reading = Reading.PROPOSAL) -> Field | None:
        """The field of a path that must be a fact; None after reporting."""
        found = self.resolve(path, reading)
        if isinstance(found, tree.Define):
            self.report("E304", path.span, labels=((found.name.span, "defined"),), name=path.text)
            return None
        return found


_EVENT_READERS = (Reading.EVENT, Reading.STEP_EVENT)


def nothing() -> Formula:
    """What stands in for an expression that was reported."""
    return NO
