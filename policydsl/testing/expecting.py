"""What tests expect.

In: the `expect` of a case as written, and the policy under test. Out: an `Expectation`, names of
rules written in full and instants read, or everything that is wrong with it: a key, rule, code or
duty that no decision has.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from policydsl.diagnostics import Diagnostic, Source, Text, diagnostic, did_you_mean, either
from policydsl.diagnostics.catalogue.reasons import REASONS
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.facts.moments import parse_instant
from policydsl.facts.problems import Problem, clip
from policydsl.frozen import frozen
from policydsl.testing.expansion import problem_at
from policydsl.testing.subjects import Subject
from policydsl.testing.values import Item, plain

MOST_ENTRIES = 200
"""How many entries a list of `expect` may have."""

MOST_WRONG = 20
"""After so much that is wrong with it, an `expect` is not read on."""

_MOST_CHOICES = 12
_MOST_RULES = 4
_MEASURE = (
    *("key", "used", "possible", "limit", "window", "frees_at", "local", "zone", "source"),
    *("consent", "ended_at", "step", "opens_at", "closes_at", "margin_seconds"),
)
_REASON = (
    *("code", "rule", "effect", "citation", "basis", "message", "source", "measure", "missing"),
    "approval",
)
_ENTRIES: Mapping[str, tuple[str, ...]] = {
    "reasons": (*_REASON, "lifts_at"),
    "warnings": _REASON,
    "obligations": ("duty", "rule", "due_at"),
    "counters": ("rule", "key", "used", "possible", "limit", "window", "frees_at"),
    "ladders": ("ladder", "key", "step", "position", "opens"),
    "waits_for": ("for", "rule", "names"),
}
"""The keys of what the lists of a decision hold."""

_HOW = ("", "_include", "_exclude")
LISTS: Mapping[str, tuple[str, str]] = {
    f"{name}{how}": (name, how or ("_include" if name in ("counters", "ladders") else ""))
    for name in _ENTRIES
    for how in _HOW
    if name != "waits_for" or not how
}
"""The fields of `expect` that are lists: of which list of the decision, and how they compare.

Nothing: just these. `_include`: these among others. `_exclude`: none of these. What counters and
ladders list is always among others.
"""

INSTANTS = ("next_eligible_at", "valid_until")
FIELDS = ("verdict", "allowed", *LISTS, *INSTANTS, "missing")
_INSTANTS_INSIDE = ("lifts_at", "due_at", "frees_at", "ended_at", "opens_at", "closes_at")
_CHOICES: Mapping[str, Collection[str]] = {
    "verdict": ("allow", "review", "defer", "deny"),
    "effect": ("deny", "review", "warn"),
    "code": tuple(REASONS),
    "for": ("event", "fact", "consent", "approval", "horizon", "never"),
}
_SHORT = {"obligations": "duty", "ladders": "ladder", "counters": "rule", "waits_for": "for"}
"""What an entry is that is just a text; of reasons and warnings a code, or else a rule."""

_MAY_BE_NONE = (("waits_for", "rule"), ("ladders", "step"))

_EXPECT = Text("`expect`", "`expect`")
_MEASURES = Text("`measure`", "`measure`")
_OPENS = Text("`opens`", "`opens`")


@frozen
class Instant:
    """An instant that is expected: microseconds since 1970 UTC, and as it was written."""

    micros: int
    text: str


@frozen
class Expected:
    """One field of `expect`: its name, and what it expects."""

    field: str
    value: Any


@frozen
class Expectation:
    """What a test expects of a decision."""

    fields: tuple[Expected, ...]

    def mentions(self, word: str) -> bool:
        """Whether a key stands anywhere in it, or a text."""
        return any(_mentions({one.field: one.value}, word) for one in self.fields)


def _mentions(value: Any, word: str) -> bool:
    if isinstance(value, dict):
        return any(key == word or _mentions(below, word) for key, below in value.items())
    if isinstance(value, list):
        return any(_mentions(below, word) for below in value)
    return bool(value == word)


def expectation_of(
    written: Item, subject: Subject, source: Source
) -> tuple[Expectation, list[Diagnostic]]:
    """Read an `expect`; with diagnostics, at most `MOST_WRONG`, it must not be compared."""
    if not isinstance(written.value, Mapping) or not written.value:
        return Expectation(()), [diagnostic("T130", written.span(source), helps=["expect"])]
    reader = _Reader(subject, source)
    fields: list[Expected] = []
    try:
        for key, item in written.value.items():
            if key in FIELDS:
                fields.append(Expected(key, reader.field(key, item)))
            else:
                reader.unknown(key, item, _EXPECT, FIELDS)
    except _EnoughError:
        pass
    return Expectation(tuple(fields)), reader.found


class _EnoughError(Exception):
    """So much is wrong that reading stops."""


class _Reader:
    """Reads the values of one `expect`; what is wrong gathers in `found`."""

    def __init__(self, subject: Subject, source: Source) -> None:
        self.found: list[Diagnostic] = []
        self._subject = subject
        self._source = source
        self._special: Mapping[str, Callable[[Item], Any]] = {
            **dict.fromkeys((*INSTANTS, *_INSTANTS_INSIDE), self._instant),
            "rule": self._rule,
            "ladder": self._rule,
            "duty": self._duty,
            "step": self._step,
            "measure": self._measure,
            "opens": self._opens,
            "allowed": self._flag,
        }

    def _report(self, code: str, item: Item, *, at_key: bool = False, **rest: Any) -> None:
        """Add a diagnostic at a value, or at its key; `rest` is what `diagnostic` takes."""
        place = item.key_span(self._source) if at_key else item.span(self._source)
        self._take(diagnostic(code, place, **rest))

    def _take(self, found: Diagnostic) -> None:
        self.found.append(found)
        if len(self.found) == MOST_WRONG:
            raise _EnoughError

    def field(self, key: str, item: Item) -> Any:
        """The value of a field."""
        if key in LISTS:
            return self._list(key, item)
        if key == "missing":
            return self._texts(item)
        return self._value(key, item)

    def unknown(self, key: str, item: Item, place: Text, known: Collection[str]) -> None:
        """Report a key that nobody knows."""
        near = did_you_mean(key, known)
        helps: list[HintSpec] = [("did_you_mean", {"suggestion": one}) for one in near]
        if not near:
            helps = [("allowed", {"keys": ", ".join(f"`{one}`" for one in known)})]
        self._report("E621", item, at_key=True, helps=helps, name=clip(key), place=place)

    def _list(self, key: str, item: Item) -> list[dict[str, Any]] | None:
        name, _ = LISTS[key]
        if name == "waits_for" and item.value is None:
            return None
        items = item.value if isinstance(item.value, tuple) else (item,)
        if len(items) > MOST_ENTRIES:
            self._report("R150", item, count=len(items), limit=MOST_ENTRIES)
            return []
        return [self._entry(name, one) for one in items]

    def _entry(self, name: str, item: Item) -> dict[str, Any]:
        """One entry; a text alone is short for its most telling key."""
        place = Text(f"`{name}`", f"`{name}`")
        if isinstance(item.value, str):
            as_code = item.value.isupper()
            key = _SHORT.get(name) or ("code" if as_code else "rule")
            return {key: self._value(key, item)}
        if not isinstance(item.value, Mapping) or not item.value:
            self._report("T135", item, what=place)
            return {}
        entry: dict[str, Any] = {}
        for key, below in item.value.items():
            if key not in _ENTRIES[name]:
                self.unknown(key, below, place, _ENTRIES[name])
            elif below.value is None and (name, key) in _MAY_BE_NONE:
                entry[key] = None
            else:
                entry[key] = self._value(key, below)
        return entry

    def _value(self, key: str, item: Item) -> Any:
        if key in _CHOICES:
            return self._choice(item, _CHOICES[key], "reason" if key == "code" else None)
        special = self._special.get(key)
        return plain(item) if special is None else special(item)

    def _choice(self, item: Item, choices: Collection[str], hint: str | None = None) -> Any:
        value = item.value
        if isinstance(value, str) and value in choices:
            return value
        near = did_you_mean(value, choices) if isinstance(value, str) else ()
        helps: list[HintSpec] = [("did_you_mean", {"suggestion": one}) for one in near]
        if not near and len(choices) <= _MOST_CHOICES and hint is None:
            helps = [("choices", {"choices": either(choices)})]
        elif not near and hint is not None:
            helps = [hint]
        self._report("T133", item, helps=helps, value=self._shown(item))
        return value

    def _shown(self, item: Item) -> str:
        """A value as it is written, on one line and not too long."""
        return clip(" ".join(item.span(self._source).text.split()).replace("`", "'"))

    def _flag(self, item: Item) -> Any:
        if not isinstance(item.value, bool):
            choices = {"choices": either(("true", "false"))}
            self._report("T133", item, helps=[("choices", choices)], value=self._shown(item))
        return item.value

    def _step(self, item: Item) -> Any:
        return self._choice(item, self._subject.steps)

    def _duty(self, item: Item) -> Any:
        return self._choice(item, self._subject.duties, "duty")

    def _rule(self, item: Item) -> Any:
        """The full id of a rule, obligation, ladder or root."""
        value, subject = item.value, self._subject
        called = subject.called(value) if isinstance(value, str) else ()
        if len(called) == 1:
            return called[0]
        name = self._shown(item)
        if called:
            shown = ", ".join(f"`{one}`" for one in called[:_MOST_RULES])
            self._report("T132", item, helps=[("full", {"names": shown})], name=name)
            return value
        short = [one.rpartition(".")[2] for one in subject.names]
        near = did_you_mean(str(value), [*short, *subject.names])
        helps = [("did_you_mean", {"suggestion": one}) for one in near]
        self._report("T131", item, helps=helps, name=name, policy=subject.name)
        return value

    def _instant(self, item: Item) -> Any:
        if item.value is None:
            return None
        micros = parse_instant(item.value)
        if isinstance(micros, Problem):
            self._take(problem_at(micros, item, self._source))
            return None
        return Instant(micros, str(item.value))

    def _measure(self, item: Item) -> Any:
        if not isinstance(item.value, Mapping):
            return plain(item)
        for key, below in item.value.items():
            if key not in _MEASURE:
                self.unknown(key, below, _MEASURES, _MEASURE)
        return {key: self._inside(key, below) for key, below in item.value.items()}

    def _inside(self, key: str, item: Item) -> Any:
        if key == "step" and item.value is not None:
            return self._step(item)
        return self._instant(item) if key in _INSTANTS_INSIDE else plain(item)

    def _opens(self, item: Item) -> Any:
        if not isinstance(item.value, Mapping):
            return plain(item)
        for step, below in item.value.items():
            if step not in self._subject.steps:
                self.unknown(step, below, _OPENS, sorted(self._subject.steps))
        return {step: self._instant(below) for step, below in item.value.items()}

    def _texts(self, item: Item) -> Any:
        items = item.value if isinstance(item.value, tuple) else (item,)
        return [plain(one) for one in items]
