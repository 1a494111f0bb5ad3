"""Packs: what it costs to load them all, and to decide under a strategy that uses several.

In: how thorough to be. Out: two tables. The strategy is the example of consumer credit, the
requests are those of its campaign. Packs are added until there are ten, those with the most rules
first: once each `when person.region starts with` the code of its country, and once everywhere, as
no lender would.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from benchmarks.cold_start import Process, in_turn
from benchmarks.measure import Cell, Table, Timing, interleaved
from policydsl.core.request import Request
from policydsl.engine.compiled import Engine, compile_policy
from policydsl.facts.checking import check_request
from policydsl.policy.files import read_bytes, read_file
from policydsl.policy.library import shipped_packs
from policydsl.policy.loading import load_files
from policydsl.policy.packs import EXAMPLES, Pack, read_packs
from policydsl.syntax import tree
from policydsl.syntax.printer import print_policy

PACKS_USED = 10
MOST_COLD_MS = 1000
MOST_RATIO = 3
STORY = shipped_packs() / EXAMPLES / "consumer_credit"


def run(processes: int, every: int, rounds: int) -> tuple[Table, Table]:
    """Measure so many rounds of processes, and of decisions on every so-manieth request."""
    return load_all(processes), decide(every, rounds)


def load_all(rounds: int) -> Table:
    """Measure whole processes that load every pack into one policy, and that list them."""
    packs, _ = read_packs()
    paths = sorted({str(pack.path) for pack in packs})
    commands = {
        name: (sys.executable, "-c", code)
        for name, code in (
            ("python -c pass", "pass"),
            ("import policydsl.api", "import policydsl.api"),
            ("load all packs", f"import policydsl; policydsl.load(*{paths!r})"),
            ("policydsl packs", "from policydsl.cli.app import main; main(['packs'])"),
        )
    }
    rules = sum(len(pack.policy.rules) for pack in packs)
    return Table(
        f"packs: milliseconds of a whole process, {len(packs)} packs, {rules} rules",
        ("command", "least", "median", "processor"),
        tuple(_process(name, one) for name, one in in_turn(commands, rounds).items()),
        (
            f"wall time, {rounds} interleaved rounds, starting Python included",
            f"loading all packs is meant to take less than {MOST_COLD_MS} ms",
        ),
    )


def _process(name: str, one: Process) -> tuple[Cell, ...]:
    return name, one.wall.least, one.wall.median, one.processor


@dataclass(frozen=True, slots=True)
class Contestant:
    """A composed policy, ready to decide, and every request as it has checked it."""

    rules: int
    engine: Engine
    requests: tuple[Request, ...]


def decide(every: int, rounds: int) -> Table:
    """Measure decisions on every so-manieth request of the campaign."""
    strategy = _strategy()
    packs = _chosen(strategy)
    lines = (STORY / "campaign.jsonl").read_text(encoding="utf-8").splitlines()[::every]
    made = {name: _ready(text, lines) for name, text in _texts(strategy, packs).items()}
    judging = _measured(made, lambda engine, request: engine.judge(request), rounds)
    telling = _measured(made, lambda engine, request: engine.decide(request).to_dict(), 1)
    base, base_told = judging["the strategy alone"], telling["the strategy alone"]
    columns = ("policy", "rules", "verdict", "median", "ratio", "told in full", "ratio of that")
    return Table(
        "decisions under packs: microseconds for one",
        columns,
        tuple(
            (
                *(name, one.rules, judging[name].least, judging[name].median),
                judging[name].median / base.median,
                *(telling[name].median, telling[name].median / base_told.median),
            )
            for name, one in made.items()
        ),
        (
            f"processor time, {rounds} interleaved rounds over {len(lines)} requests",
            "told in full: with all reasons, counters, obligations and the outlook; one round",
            f"ten packs: {', '.join([use.name.text for use in strategy.uses] + list(packs))}",
            f"ten packs where they belong: meant to stay under {MOST_RATIO} times the strategy",
        ),
    )


def _strategy() -> tree.Policy:
    path = STORY / "strategy.policy"
    (policy,) = read_file(path, path.name).parsed.policies
    return policy


def _chosen(strategy: tree.Policy) -> dict[str, str]:
    """The names of further packs, and the folder of each."""
    used = {use.name.text for use in strategy.uses}
    others: dict[str, Pack] = {}
    for pack in sorted(read_packs()[0], key=lambda pack: (-len(pack.policy.rules), pack.name)):
        if pack.name not in used:
            others.setdefault(pack.name, pack)
    return {name: others[name].jurisdiction for name in list(others)[: PACKS_USED - len(used)]}


def _texts(strategy: tree.Policy, packs: Mapping[str, str]) -> dict[str, str]:
    """The strategy without packs, with its own, and with all ten."""
    written = print_policy(strategy)
    there = [
        f'use {name} when person.region starts with "{place.upper()}"\n'
        for name, place in packs.items()
    ]
    return {
        "the strategy alone": print_policy(_alone(strategy)),
        "with its own packs": written,
        "with ten packs, each where it belongs": written + "".join(there),
        "with ten packs, everywhere": written + "".join(f"use {name}\n" for name in packs),
    }


def _alone(strategy: tree.Policy) -> tree.Policy:
    """The strategy without packs; it still knows their facts, which the requests hold."""
    used = {use.name.text for use in strategy.uses}
    packs = [pack.policy for pack in read_packs()[0] if pack.name in used]
    facts = {(fact.path.text, fact.type): fact for one in packs for fact in one.facts}
    facts |= {(fact.path.text, fact.type): fact for fact in strategy.facts}
    events = {event.name.text: event for one in (*packs, strategy) for event in one.events}
    return replace(
        strategy,
        uses=(),
        tightens=(),
        waives=(),
        facts=tuple(facts.values()),
        events=tuple(events.values()),
    )


def _ready(text: str, lines: Sequence[str]) -> Contestant:
    composed, found = load_files([read_bytes(text.encode(), "strategy.policy", is_yaml=False)])
    assert composed is not None, [one.message() for one in found]
    requests = []
    for line in lines:
        request, problems = check_request(json.loads(line), composed.vocabulary)
        assert request is not None, [one.message() for one in problems]
        requests.append(request)
    core = composed.core
    rules = sum(map(len, (core.rules, core.obligations, core.ladders)))
    return Contestant(rules, compile_policy(core), tuple(requests))


def _measured(
    made: Mapping[str, Contestant], ask: Callable[[Engine, Request], object], rounds: int
) -> dict[str, Timing]:
    """The time of a question to each contestant, who gets the same requests in the same order."""
    numbers = range(len(next(iter(made.values())).requests))

    def asking(one: Contestant) -> Callable[[int], object]:
        engine, requests = one.engine, one.requests
        return lambda number: ask(engine, requests[number])

    return interleaved({name: asking(one) for name, one in made.items()}, numbers, rounds)
