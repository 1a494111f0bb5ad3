"""The worked example: a campaign of a thousand proposals, judged by the whole strategy.

In: `strategy.policy` and `campaign.jsonl` beside this file. Out: on the screen the verdicts, the
rules that gave them and four decisions in full; in `build/demo/` every decision as JSON Lines.

    make demo
    python policies/examples/consumer_credit/demo.py --lang zh
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import policydsl

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

HERE = Path(__file__).resolve().parent
OUTPUT = HERE.parents[2] / "build" / "demo"
WIDTH = 96
VERDICTS = {"allow": "green", "review": "yellow", "defer": "cyan", "deny": "red"}

TEXTS = {
    "en": {
        "title": "{count} proposals against {name} {version}",
        "verdict": "verdict",
        "share": "share",
        "allow": "allowed",
        "review": "to review",
        "defer": "too early",
        "deny": "denied",
        "rules": "What the rules said",
        "rule": "rule",
        "means": "what it says",
        "denied": "denied",
        "reviewed": "review",
        "warned": "warned",
        "otherwise": "(not governed)",
        "duties": "to be done",
        "warning": "warning",
        "counter": "counter",
        "ladder": "ladder",
        "step": "at step {step}, number {position}",
        "next_eligible_at": "next allowed",
        "valid_until": "valid until",
        "lifts": "lifts {at}",
        "waits_for": "waits for",
        "missing": "missing",
        "used": "{used} of {limit} used in {window}",
        "frees": ", frees {at}",
        "local": "{local} in {zone}",
        "needs": "needs the approval of {role}",
        "example_allow": "Allowed, with duties",
        "example_defer": "Too early, and when it is not",
        "example_deny": "Not allowed, for several reasons",
        "example_review": "Waiting for a human",
        "speed": "judged in {seconds:.2f} s, {rate:,.0f} decisions a second",
        "written": "every decision in full: {path}",
    },
    "zh": {
        "title": "{count} 条拟触达 × {name} {version}",
        "verdict": "判定",
        "share": "占比",
        "allow": "放行",
        "review": "待审批",
        "defer": "延后",
        "deny": "拦截",
        "rules": "命中规则",
        "rule": "规则",
        "means": "含义",
        "denied": "拦截",
        "reviewed": "审批",
        "warned": "提醒",
        "otherwise": "（未规定）",
        "duties": "附带义务",
        "warning": "提醒",
        "counter": "计数",
        "ladder": "阶梯",
        "step": "当前步骤 {step}（第 {position} 步）",
        "next_eligible_at": "最早可触达",
        "valid_until": "有效期至",
        "lifts": "{at} 解除",
        "waits_for": "等待",
        "missing": "缺少事实",
        "used": "{window} 内已用 {used}/{limit}",
        "frees": "，{at} 释放",
        "local": "{zone} 当地时间 {local}",
        "needs": "须由 {role} 审批",
        "example_allow": "放行，附带义务",
        "example_defer": "延后，并给出最早时间",
        "example_deny": "拦截，多条原因",
        "example_review": "等待人工审批",
        "speed": "用时 {seconds:.2f} 秒，每秒 {rate:,.0f} 次判定",
        "written": "全部判定结果：{path}",
    },
}

Words = dict[str, str]
Answer = dict[str, Any]
Judged = tuple[dict[str, Any], Answer]


def main(arguments: Sequence[str] | None = None, output: Path = OUTPUT) -> None:
    """Judge the campaign and show what came of it."""
    parser = argparse.ArgumentParser(description="Judge the example campaign.")
    parser.add_argument("--lang", choices=sorted(TEXTS), default="en", help="of what is shown")
    lang = parser.parse_args(arguments).lang
    policy = policydsl.load(HERE / "strategy.policy")
    campaign = (HERE / "campaign.jsonl").read_text(encoding="utf-8").splitlines()
    requests = [json.loads(line) for line in campaign]
    start = time.perf_counter()
    decisions = [policy.decide(request) for request in requests]
    seconds = time.perf_counter() - start
    answers = [decision.to_dict() for decision in decisions]
    judged = list(zip(requests, answers, strict=True))
    written = write(judged, output)
    show(console(), policy, judged, seconds, written, lang)


def write(judged: Iterable[Judged], output: Path) -> Path:
    """Write every decision on a line of its own, the proposal's id first."""
    output.mkdir(parents=True, exist_ok=True)
    path = output / "decisions.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for request, answer in judged:
            line = {"proposal": request["proposal"]["id"], **answer}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return path


def console() -> Console:
    """A terminal with colours, or plain text of a fixed width."""
    from rich.console import Console

    screen = Console(highlight=False)
    width = min(max(screen.width, 80), 100) if screen.is_terminal else WIDTH
    return Console(width=width, highlight=False)


def show(
    screen: Console,
    policy: policydsl.Policy,
    judged: list[Judged],
    seconds: float,
    written: Path,
    lang: str,
) -> None:
    """Everything on the screen, from the totals to where the rest lies."""
    words = TEXTS[lang]
    title = words["title"].format(
        count=f"{len(judged):,}", name=policy.name, version=policy.version
    )
    screen.print()
    screen.rule(f"[bold]{title}")
    screen.print(totals(judged, words))
    screen.print(by_rule([answer for _, answer in judged], words, lang))
    for verdict, (request, answer) in examples(judged):
        screen.print(panel(verdict, request, answer, words, lang))
    rate = len(judged) / seconds
    screen.print(words["speed"].format(seconds=seconds, rate=rate))
    screen.print(words["written"].format(path=os.path.relpath(written)))


def totals(judged: list[Judged], words: Words) -> Table:
    """How many proposals got which verdict, with a bar for each share."""
    from rich.table import Table

    counts = Counter(answer["verdict"] for _, answer in judged)
    table = Table(box=None, padding=(0, 2), header_style="bold")
    table.add_column(words["verdict"])
    table.add_column("", justify="right")
    table.add_column(words["share"], justify="right")
    table.add_column("")
    for verdict, colour in VERDICTS.items():
        share = counts[verdict] / len(judged)
        table.add_row(
            f"[{colour}]{words[verdict]}",
            f"{counts[verdict]:,}",
            f"{share:.1%}",
            f"[{colour}]{'█' * round(40 * share)}",
        )
    return table


def by_rule(answers: list[Answer], words: Words, lang: str) -> Table:
    """For every rule that spoke: how many proposals it denied, sent to review, warned about."""
    from rich import box
    from rich.table import Table

    counts: dict[tuple[str, str], Counter[str]] = {}
    says: dict[tuple[str, str], str] = {}
    for answer in answers:
        reasons = (*answer["reasons"], *answer["warnings"])
        for key, effect in {(_place(reason, words), reason["effect"]) for reason in reasons}:
            counts.setdefault(key, Counter())[effect] += 1
        for reason in reasons:
            says.setdefault(_place(reason, words), reason["message"][lang])
    table = Table(title=f"\n{words['rules']}", title_style="bold", box=box.SIMPLE_HEAD, expand=True)
    table.collapse_padding, table.pad_edge = True, False
    table.add_column(words["rule"], no_wrap=True)
    for effect in ("denied", "reviewed", "warned"):
        table.add_column(words[effect], justify="right")
    table.add_column(words["means"], ratio=1, overflow="fold")
    before = None
    for key in sorted(counts, key=lambda key: (key[0], -counts[key].total(), key[1])):
        if key[0] != before:
            before = key[0]
            table.add_row(f"[bold cyan]{before}")
        numbers = (str(counts[key][effect] or "") for effect in ("deny", "review", "warn"))
        table.add_row(f"  {key[1]}", *numbers, says[key])
    return table


def _place(reason: dict[str, Any], words: Words) -> tuple[str, str]:
    """The policy of a reason and the name of its rule there."""
    if reason["code"] == "NO_RULE_APPLIES":
        return reason["rule"], words["otherwise"]
    policy, _, name = reason["rule"].rpartition(".")
    return policy, name


def examples(judged: list[Judged]) -> Iterator[tuple[str, Judged]]:
    """A contact allowed with duties, one that is too early, one denied, one to be reviewed.

    The two that are stopped are those with the most to say: rules that lift, cited sources.
    """

    def cited(answer: Answer) -> int:
        return len({reason["rule"] for reason in answer["reasons"] if reason["citation"]})

    def used(answer: Answer) -> int:
        return sum(counter["used"] for counter in answer["counters"])

    def lifting(answer: Answer) -> int:
        return len({reason["lifts_at"] for reason in answer["reasons"]})

    allowed = [item for item in judged if item[1]["allowed"]]
    deferred, denied, reviews = (
        [item for item in judged if item[1]["verdict"] == verdict]
        for verdict in ("defer", "deny", "review")
    )
    yield "allow", max(allowed, key=lambda item: (len(item[1]["obligations"]), used(item[1])))
    yield "defer", max(deferred, key=lambda item: (lifting(item[1]), cited(item[1])))
    yield "deny", max(denied, key=lambda item: (cited(item[1]), len(item[1]["reasons"])))
    yield "review", max(reviews, key=lambda item: len(item[1]["reasons"]))


def panel(
    kind: str, request: dict[str, Any], answer: Answer, words: Words, lang: str
) -> RenderableType:
    """One decision in full: the proposal, each reason with its source, what goes with it."""
    from rich.markup import escape
    from rich.panel import Panel
    from rich.table import Table

    colour = VERDICTS[answer["verdict"]]
    parts = Table.grid(padding=(0, 2))
    parts.add_row(f"[bold {colour}]{words[answer['verdict']]}", escape(_proposal(request)))
    for number, reason in enumerate(answer["reasons"], start=1):
        lines = [*_reason(reason, request, words, lang), *_lifts(reason, request, words)]
        parts.add_row(f"{number}", "\n".join(lines))
    for reason in answer["warnings"]:
        parts.add_row(
            f"[yellow]{words['warning']}", "\n".join(_reason(reason, request, words, lang))
        )
    for label, shown in _rest(request, answer, words):
        parts.add_row(label, escape(shown))
    return Panel(parts, title=f"[bold]{words[f'example_{kind}']}", title_align="left")


def _proposal(request: dict[str, Any]) -> str:
    proposal = request["proposal"]
    shown = (proposal["id"], proposal["channel"], proposal["purpose"])
    return "  ".join((*shown, proposal["recipient"]["role"], request["at"]))


def _reason(
    reason: dict[str, Any], request: dict[str, Any], words: Words, lang: str
) -> Iterator[str]:
    from rich.markup import escape

    source = f"{Path(reason['source']['file']).name}:{reason['source']['line']}"
    yield f"[bold]{reason['code']}[/]  {escape(reason['rule'])}  [dim]{escape(source)}[/]"
    yield escape(reason["message"][lang])
    measure = reason.get("measure") or {}
    if "used" in measure:
        yield escape(_used(measure, request, words))
    if "local" in measure:
        yield escape(words["local"].format(**measure))
    if reason.get("missing"):
        yield f"{words['missing']}: {escape(', '.join(reason['missing']))}"
    if reason.get("approval"):
        yield escape(words["needs"].format(role=reason["approval"]))
    if reason["citation"]:
        yield f"[cyan]{escape(reason['citation'])}[/]"


def _lifts(reason: Answer, request: dict[str, Any], words: Words) -> Iterator[str]:
    if reason["lifts_at"]:
        yield words["lifts"].format(at=_local(reason["lifts_at"], request))


def _local(instant: str, request: dict[str, Any]) -> str:
    """An instant at the offset that the request is written in."""
    here = datetime.fromisoformat(request["at"]).tzinfo
    return datetime.fromisoformat(instant).astimezone(here).isoformat()


def _used(measure: dict[str, Any], request: dict[str, Any], words: Words) -> str:
    frees = measure.get("frees_at")
    freed = words["frees"].format(at=_local(frees, request)) if frees else ""
    return words["used"].format(**measure) + freed


def _rest(request: dict[str, Any], answer: Answer, words: Words) -> Iterator[tuple[str, str]]:
    """What else a decision says: duties and counters of a contact that may be made, and times."""
    for wait in answer["waits_for"] or ():
        yield words["waits_for"], "  ".join((wait["for"], ", ".join(wait["names"])))
    if answer["verdict"] in ("allow", "review"):
        duties = dict.fromkeys(duty["duty"] for duty in answer["obligations"])
        if duties:
            yield words["duties"], ", ".join(duties)
        for counter in answer["counters"]:
            name = counter["rule"].rpartition(".")[2]
            yield words["counter"], f"{name}: {_used({'window': '', **counter}, request, words)}"
        for state in answer["ladders"]:
            yield words["ladder"], words["step"].format(**state)
    for key in ("next_eligible_at", "valid_until"):
        if answer.get(key):
            yield words[key], _local(answer[key], request)


if __name__ == "__main__":
    main()
