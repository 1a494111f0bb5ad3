"""The words of `policydsl test`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from policydsl.diagnostics.catalogue.entry import Text, filled

TEXTS: Mapping[str, Text] = {
    "watching": Text("waiting for a change; Ctrl-C ends it", "正在等待文件变更；按 Ctrl-C 结束"),
    "passed": Text("{number} passed", "{number} 项通过"),
    "failed": Text("{number} failed", "{number} 项失败"),
    "unreadable_one": Text("1 file could not be run", "1 个文件无法运行"),
    "unreadable": Text("{number} files could not be run", "{number} 个文件无法运行"),
    "not_run": Text("could not be run", "无法运行"),
    "summary": Text("{counts} in {seconds} s", "{counts}，用时 {seconds} 秒"),
    "comma": Text(", ", "，"),
    "fail": Text("FAIL", "失败"),
    "expected": Text("expected", "预期"),
    "got": Text("got", "实际"),
    "nothing": Text("nothing", "无"),
    "none_match": Text(
        "policydsl test: no test has `{given}` in its name",
        "policydsl test：没有名称包含 `{given}` 的测试",
    ),
    "coverage": Text("{policy}, governed cases: {cases}", "{policy}，受约束的用例：{cases}"),
    "coverage_of": Text("seen by the tests, of all there is", "测试所见 / 总数"),
    "policy": Text("policy", "策略"),
    "cases": Text("cases", "用例"),
    "rule": Text("rule", "规则"),
    "effect": Text("effect", "效果"),
    "spoke": Text("blocked", "拦截"),
    "unknown": Text("unknown", "无法判断"),
    "let_pass": Text("let pass", "放行"),
    "rules": Text("rules", "规则"),
    "conditions": Text("conditions", "条件"),
    "bounds": Text("bounds", "边界"),
    "close": Text("near by", "临界"),
    "close_bounds": Text("bounds near by", "临界边界"),
    "seen": Text("yes {yes}, no {no}, unknown {unknown}", "是 {yes}，否 {no}，未知 {unknown}"),
    "never_spoke": Text("never blocked", "从未拦截"),
    "never_passed": Text("never let pass", "从未放行"),
    "never_spoke_exempt": Text("never lifted a rule", "从未豁免规则"),
    "never_passed_exempt": Text("never let a rule stand", "从未让规则照常生效"),
    "never_seen": Text("never seen", "从未涉及"),
    "not_seen": Text("not seen:", "未见："),
    "never_decided": Text("never decided", "从未起决定作用"),
    "only_unknown": Text("only unknown", "仅为未知"),
    "never_yes": Text("never yes", "从未为是"),
    "never_no": Text("never no", "从未为否"),
    "never_met": Text("bound never met", "从未涉及边界"),
    "never_below": Text("never short of the bound", "从未低于边界"),
    "never_reached": Text("bound never reached", "从未达到边界"),
    "never_close": Text("never near the bound", "从未临近边界"),
    "never_just_below": Text("never just short of the bound", "从未恰差一步到边界"),
    "never_just_reached": Text("never just at the bound", "从未恰好达到边界"),
    "more": Text(
        "and {number} more: test this policy alone",
        "另有 {number} 处，单独测试该策略可见全部",
    ),
    "too_little": Text(
        "policydsl test: coverage of {what} is {percent} %, at least {wanted} % is wanted",
        "policydsl test：{what}覆盖率为 {percent}%，要求至少 {wanted}%",
    ),
}


text = partial(filled, TEXTS)
"""A text of this verb."""
