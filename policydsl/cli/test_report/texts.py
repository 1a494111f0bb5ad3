"""The words of `policydsl test`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from policydsl.diagnostics.catalogue.entry import Text, filled

TEXTS: Mapping[str, Text] = {
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
    "coverage": Text(
        "{policy}: {covered} of {number} rules covered by {cases} cases",
        "{policy}：{cases} 个用例覆盖了 {number} 条规则中的 {covered} 条",
    ),
    "rule": Text("rule", "规则"),
    "effect": Text("effect", "效果"),
    "spoke": Text("blocked", "拦截"),
    "unknown": Text("unknown", "无法判断"),
    "let_pass": Text("let pass", "放行"),
    "never_spoke": Text("never blocked", "从未拦截"),
    "never_passed": Text("never let pass", "从未放行"),
    "never_seen": Text("never seen", "从未涉及"),
}


text = partial(filled, TEXTS)
"""A text of this verb."""
