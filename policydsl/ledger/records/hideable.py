"""Which fields of requests can be hidden under a policy, without its deciding otherwise.

In: a policy, and names of what is to be hidden. Out: `Hidden`, or everything that stands against
it. A hidden text is another text, and equal ones stay equal. So a policy may ask whether two hidden
texts are equal, or whether one is there, and count by it; it may not compare one with a text of
its own, or with one that is not hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from policydsl.api import Policy
from policydsl.core.formula import (
    All,
    Any,
    Compare,
    Consent,
    Count,
    Formula,
    Key,
    KnownFact,
    Not,
    PathRef,
    RuledOut,
    Settled,
    SinceLast,
    Window,
)
from policydsl.core.policy import CorePolicy, Ladder
from policydsl.diagnostics import Diagnostic, diagnostic, did_you_mean
from policydsl.errors import LedgerError
from policydsl.facts.problems import clip
from policydsl.facts.standard import Field
from policydsl.facts.types import PreferencesType, TextType
from policydsl.frozen import frozen
from policydsl.rules.walk import parts, reads, window_reads

PERSON, ADDRESS, DEBT, KEY = "person", "address", "debt", "key"
GROUPS: Mapping[str, tuple[str, ...]] = {
    PERSON: ("person.id",),
    ADDRESS: (
        *("proposal.address", "address.id", "event.address", "event.address.id"),
        "consent.address",
    ),
    "recipient": ("recipient.id", "event.recipient.id"),
    DEBT: ("debt.id",),
    "household": ("person.household", "event.household"),
    "proof": ("consent.proof",),
    KEY: ("proposal.id",),
}
"""What can be hidden by one name, each with its paths; ids in the shape of requests besides."""

_STEP = "event.step"


@frozen
class Hidden:
    """What is hidden: groups by name, and all paths; `wishes` are facts with addresses in them."""

    groups: frozenset[str]
    paths: frozenset[str]
    wishes: frozenset[str]


def hidden_by(policy: Policy, names: Collection[str]) -> Hidden:
    """What is hidden by names: those of `GROUPS`, and paths of texts such as `person.name`.

    A field of proposals is hidden in events and consents too. Raises `LedgerError` with L130 for
    each name that cannot be hidden, L131 for each rule that reads a hidden field as a text.
    """
    fields = policy.vocabulary.fields
    problems: list[Diagnostic] = []
    groups: set[str] = set()
    paths: set[str] = set()
    for name in dict.fromkeys(names):
        if name in GROUPS:
            groups.add(name)
            paths.update(GROUPS[name])
        elif _is_free_text(fields.get(name)):
            paths.add(name)
            paths.update(_mirrored(name, fields))
        else:
            problems.append(_unknown(name, fields))
    problems.extend(
        diagnostic("L131", rule=owner, field=path)
        for owner, path in _misread(policy.core, frozenset(paths), fields)
    )
    if problems:
        raise LedgerError(problems)
    wishes = [path for path, one in fields.items() if isinstance(one.type, PreferencesType)]
    return Hidden(
        frozenset(groups), frozenset(paths), frozenset(wishes if ADDRESS in groups else ())
    )


def _is_free_text(field: Field | None) -> bool:
    if field is None or not isinstance(field.type, TextType):
        return False
    return not any(field.path in paths for paths in GROUPS.values())


def _mirrored(path: str, fields: Mapping[str, Field]) -> Iterator[str]:
    """What events and consents say of a field of proposals."""
    root, _, rest = path.partition(".")
    if root == "proposal":
        yield from (one for one in (f"event.{rest}", f"consent.{rest}") if one in fields)
    elif root in ("recipient", "actor", "address") and f"event.{path}" in fields:
        yield f"event.{path}"


def _unknown(name: str, fields: Mapping[str, Field]) -> Diagnostic:
    group = next((group for group, paths in GROUPS.items() if name in paths), None)
    known = (*GROUPS, *(path for path, one in fields.items() if _is_free_text(one)))
    near = (group,) if group is not None else did_you_mean(name, known)
    if near:
        return diagnostic(
            "L130", field=clip(name), helps=[("did_you_mean", {"suggestion": near[0]})]
        )
    return diagnostic("L130", field=clip(name), helps=[("names", {"names": ", ".join(GROUPS)})])


@frozen
class _Judge:
    """What judges, by the name under which an author knows it, and all that it reads."""

    name: str
    formulas: tuple[Formula, ...]
    keys: tuple[Key, ...] = ()
    windows: tuple[Window, ...] = ()
    paths: tuple[str, ...] = ()


def _misread(
    policy: CorePolicy, hidden: frozenset[str], fields: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Each rule that reads a hidden field as a text, with the field; each pair once."""
    found: dict[tuple[str, str], None] = {}
    for judge in _judges(policy):
        wrong = {*_wrong_keys(judge.keys, hidden, fields)}.union(hidden & {*judge.paths})
        wrong.update(*(hidden & window_reads(window) for window in judge.windows))
        for formula in judge.formulas:
            wrong.update(*(_wrong(part, hidden, fields) for part in parts(formula)))
        found.update(((judge.name, path), None) for path in sorted(wrong))
    return iter(found)


def _judges(policy: CorePolicy) -> Iterator[_Judge]:
    for root in policy.roots:
        yield _Judge(root.name, (root.governs,))
    for rule in policy.rules:
        yield _Judge(rule.id, (rule.applies, rule.core, rule.lifted))
    for duty in policy.obligations:
        first = () if duty.after_first is None else (duty.after_first.where,)
        within = () if duty.within is None else (duty.within,)
        yield _Judge(duty.id, (duty.applies, duty.lifted, *first), duty.keys, within)
    for ladder in policy.ladders:
        yield _judge_of(ladder)


def _judge_of(ladder: Ladder) -> _Judge:
    formulas = [ladder.applies, ladder.lifted, ladder.hold, ladder.stop]
    if ladder.reset is not None:
        formulas.append(ladder.reset.where)
    windows: list[Window] = []
    for step in ladder.steps:
        formulas += [step.takes, step.owns, step.when]
        windows += [budget.window for budget in step.budgets]
        waits = [one.open_for for alternatives in step.after for one in alternatives]
        windows += [span for span in (*waits, step.apart) if span is not None]
    formulas += [one.selection.where for one in windows if isinstance(one, SinceLast)]
    return _Judge(ladder.id, tuple(formulas), ladder.keys, tuple(windows), (_STEP,))


def _wrong(part: Formula, hidden: frozenset[str], fields: Collection[str]) -> frozenset[str]:
    """The hidden paths that one node reads as texts, or compares with what is not hidden."""
    match part:
        case Compare(path, operator, PathRef(other)):
            both = hidden & {path, other}
            return frozenset() if operator == "eq" and len(both) != 1 else both
        case Compare(path, _, operand):
            return frozenset() if operand is None else hidden & {path}
        case KnownFact() | Not() | All() | Any() | Settled():
            return frozenset()
        case RuledOut():
            return (reads([part]) & hidden) - {"proposal.address"}
        case Count(_, keys, window):
            return _wrong_keys(keys, hidden, fields) | (hidden & window_reads(window))
        case Consent():
            spans = [one for one in (part.given_within, part.lasting, part.grace) if one]
            calendars = hidden & {path for one in spans for path in window_reads(one)}
            unequal = [hidden & {*pair} for pair in part.fields if len(hidden & {*pair}) == 1]
            return calendars.union(*unequal, _wrong_keys(part.ending_keys, hidden, fields))
        case _:
            return reads([part]) & hidden


def _wrong_keys(
    keys: Iterable[Key], hidden: frozenset[str], fields: Collection[str]
) -> frozenset[str]:
    return frozenset(path for key in keys for path in _wrong_key(key, hidden, fields))


def _wrong_key(key: Key, hidden: frozenset[str], fields: Collection[str]) -> frozenset[str]:
    """A key is equal on both sides: what the proposal says, and what an event says of itself."""
    own = f"event.{key.path.rpartition('.')[2]}"
    if key.kind != "field" or own not in fields:
        return frozenset()
    one = hidden & {key.path, own}
    return one if len(one) == 1 else frozenset()
