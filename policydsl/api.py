"""What an engineer embeds: load a policy, decide on requests.

In: paths or texts, and requests. Out: `Policy` and `Decision`. Everything is thread-safe once
loaded; nothing here looks at a clock, the network or the environment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from os import PathLike
from pathlib import Path
from typing import Any

from policydsl.core.explanation import Explanation
from policydsl.core.outlook import DEFAULT_HORIZON_DAYS, MOST_HORIZON_DAYS, Stretch
from policydsl.core.policy import EXPIRED, UNAVAILABLE, CorePolicy
from policydsl.core.request import Request
from policydsl.diagnostics import Diagnostic
from policydsl.engine.compiled import Engine, compile_policy
from policydsl.engine.counterfactuals.changes import Change
from policydsl.engine.counterfactuals.search import what_if
from policydsl.engine.decision import Decision
from policydsl.engine.functions import CHANNEL
from policydsl.engine.plans import Plan, make_plan
from policydsl.errors import PolicyError, RequestError
from policydsl.facts.checking import check_request
from policydsl.facts.problems import Problem
from policydsl.facts.schema import request_schema
from policydsl.facts.values import TEXT_LIST, parse_list
from policydsl.facts.vocabulary import Vocabulary
from policydsl.policy.composition import ComposedPolicy
from policydsl.policy.files import PolicyFile, read_bytes
from policydsl.policy.loading import load_files, read_paths
from policydsl.policy.reads import reads_of
from policydsl.syntax import tree

_HORIZON = timedelta(days=DEFAULT_HORIZON_DAYS)


def micros_of(span: timedelta, name: str) -> int:
    """A span that is looked ahead, in microseconds; raises `ValueError` for one out of range."""
    if not timedelta(days=1) <= span <= timedelta(days=MOST_HORIZON_DAYS):
        raise ValueError(f"{name} must be 1 to {MOST_HORIZON_DAYS} days, not {span}")
    return span // timedelta(microseconds=1)


class Policy:
    """A loaded policy: composed, checked and compiled. Made by `load` and `load_text`."""

    __slots__ = ("_composed", "_engine", "diagnostics")

    _engine: Engine

    def __init__(
        self,
        composed: ComposedPolicy,
        diagnostics: tuple[Diagnostic, ...],
        *,
        compiled: bool = True,
    ) -> None:
        """With `compiled` no, it is compiled when it is asked for the first time."""
        self._composed = composed
        if compiled:
            self._engine = compile_policy(composed.core)
        self.diagnostics = diagnostics
        """Warnings and notes of loading, waivers among them; no errors."""

    def __getattr__(self, name: str) -> Engine:
        # Asked only for what is not there: once, of a policy that was not compiled at once.
        if name != "_engine":
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        self._engine = compile_policy(self._composed.core)
        return self._engine

    @property
    def name(self) -> str:
        """The name of the root policy; of several roots, their names joined by ` + `."""
        return self._composed.core.identity[0]

    @property
    def version(self) -> str:
        """What the policy calls its version; of several in force one after the other, all."""
        return self._composed.core.identity[1]

    @property
    def digest(self) -> str:
        """`sha256:…` over everything composed; the same for either spelling and any layout."""
        return self._composed.core.identity[2]

    @property
    def rules(self) -> tuple[str, ...]:
        """The full ids of all rules, obligations and ladders, sorted."""
        core = self._composed.core
        found = {rule.id for rule in core.rules}
        found |= {duty.id for duty in core.obligations}
        found |= {ladder.id for ladder in core.ladders}
        return tuple(sorted(found))

    @property
    def when_ledger_unavailable(self) -> str:
        """`deny`, `review` or `allow`: what a gate answers while its ledger cannot be reached.

        As the root policy says with `if ledger unavailable`; `deny` when it says nothing. Of
        several roots or versions the strictest: `deny` before `review` before `allow`.
        """
        return min((root.unavailable for root in self.core.roots), key=UNAVAILABLE.index)

    @property
    def when_lease_expired(self) -> str:
        """`count` or `free`: what becomes of a reservation that nobody confirmed or released.

        Whether it goes on counting after its lease, as the root policy says with `if lease
        expired`; `count` when it says nothing. Of several roots or versions the strictest: `count`
        before `free`.
        """
        return min((root.expired for root in self.core.roots), key=EXPIRED.index)

    @property
    def core(self) -> CorePolicy:
        """What the evaluator runs; for tools that look into a policy."""
        return self._composed.core

    @property
    def vocabulary(self) -> Vocabulary:
        """The facts and events that the policy may read; for tools that look into a policy."""
        return self._composed.vocabulary

    @property
    def trees(self) -> tuple[tree.Policy, ...]:
        """Everything that was composed, as it was written; for tools that look into a policy."""
        return self._composed.policies

    def explain(self, request: Request) -> Explanation:
        """The whole explanation at the request's `at`, without looking ahead."""
        return self._engine.explain(request)

    def request(self, data: Mapping[str, Any]) -> Request:
        """Check a request against the facts the policy declares.

        `data` has the shape of the request reference: JSON values, or Python values (an aware
        `datetime` for an instant, a `date` for a date). Raises `RequestError` with the JSON path
        of everything that is wrong.
        """
        request, diagnostics = check_request(data, self._composed.vocabulary)
        if request is None:
            raise RequestError(diagnostics)
        return request

    def decide(
        self, request: Mapping[str, Any] | Request, *, horizon: timedelta = _HORIZON
    ) -> Decision:
        """Judge one proposal at the request's `at`.

        `horizon` is how far ahead the decision looks for a next eligible time: one day to
        3,660 days. Raises `RequestError` for a mapping that is not a request the policy can judge,
        `ValueError` for a horizon out of range. A `Request` must come from this policy's own
        `request`.
        """
        return self._engine.decide(self._checked(request), micros_of(horizon, "horizon"))

    def timeline(
        self, request: Mapping[str, Any] | Request, span: timedelta
    ) -> tuple[Stretch, ...]:
        """What the policy says to the same proposal at every instant from `at` until a span later.

        The stretches cover the span without gaps; neighbours differ in verdict or in what blocks.
        They end early where the calendar ends. `span` is one day to 3,660 days; errors as of
        `decide`.
        """
        return self._engine.timeline(self._checked(request), micros_of(span, "span"))

    def plan(
        self,
        request: Mapping[str, Any] | Request,
        span: timedelta,
        channels: Iterable[str] | None = None,
    ) -> Plan:
        """When the same proposal may be made, from `at` until a span later, by each channel.

        Without `channels` those are the proposal's own and every other that the policy knows; the
        channel is all that changes. `span` is one day to 3,660 days. Errors as of `decide`, and
        `RequestError` for a channel that the policy does not know.
        """
        checked, micros = self._checked(request), micros_of(span, "span")
        names = None if channels is None else self._channels(channels)
        known = self._composed.vocabulary.enumerations["channel"]
        return make_plan(self._engine.timeline, checked, micros, names, known)

    def what_if(
        self, request: Mapping[str, Any] | Request, *, horizon: timedelta = _HORIZON
    ) -> tuple[Change, ...]:
        """The smallest changes with which a contact that is not allowed would be.

        To wait, to use another channel now, to obtain a consent or the approvals that are wanted;
        two of these together only if none of them is enough. Each was verified by deciding again.
        Empty for an allowed contact, and where nothing of the kind helps. `horizon` and errors as
        of `decide`.
        """
        checked, micros = self._checked(request), micros_of(horizon, "horizon")
        return what_if(self._engine, self._composed.vocabulary, checked, micros)

    def _channels(self, names: Iterable[str]) -> tuple[str, ...]:
        listed = names if isinstance(names, str) else tuple(names)
        channel = self._composed.vocabulary.fields[CHANNEL].type
        found = parse_list(listed, TEXT_LIST, channel.parse)
        if isinstance(found, Problem):
            raise RequestError([found.diagnostic("channels")])
        return tuple(map(str, found))

    def _checked(self, request: Mapping[str, Any] | Request) -> Request:
        return request if isinstance(request, Request) else self.request(request)

    def schema(self) -> dict[str, Any]:
        """The JSON Schema (2020-12) of a request with exactly the facts that the policy reads."""
        vocabulary = self._composed.vocabulary
        read = reads_of(self._composed.core, vocabulary.fields)
        return request_schema(vocabulary, read, title=self.name)

    def __repr__(self) -> str:
        return f"<Policy {self.name} {self.version} {self.digest[:15]}>"


def load(*paths: str | PathLike[str], today: date | None = None) -> Policy:
    """Load policies from files (`.policy`, `.policy.yaml`) or folders, composed into one.

    `today` makes a waiver that has expired by then an error. Raises `PolicyError` with every
    error of every file, `ValueError` without a path.
    """
    if not paths:
        raise ValueError("load() needs the path of a policy file or folder")
    files, folders = read_paths(Path(path) for path in paths)
    return _load(files, folders, today)


def load_text(text: str, *, name: str = "<text>", yaml: bool = False) -> Policy:
    """Load policies from a text in the DSL, or with `yaml` in YAML; `name` is shown in messages.

    Raises `PolicyError` with every error.
    """
    return _load([read_bytes(text.encode(errors="surrogatepass"), name, is_yaml=yaml)], (), None)


def _load(files: list[PolicyFile], folders: tuple[Path, ...], today: date | None) -> Policy:
    composed, diagnostics = load_files(files, folders, today)
    if composed is None:
        raise PolicyError(diagnostics)
    return Policy(composed, diagnostics)
