"""The words of `policydsl test --mutate`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from policydsl.diagnostics.catalogue.entry import Text, filled

TEXTS: Mapping[str, Text] = {
    "progress": Text(
        "{policy}: {done} of {number} mutants, {survived} survived",
        "{policy}：变异 {done}/{number}，存活 {survived}",
    ),
    "survived": Text("SURVIVED", "存活"),
    "policy": Text(
        "{policy}: {killed} of {number} mutants killed ({percent} %), tests: {tests}",
        "{policy}：{tests} 个测试发现了 {number} 个变异中的 {killed} 个（{percent}%）",
    ),
    "explained": Text("{number} explained", "已说明 {number} 个"),
    "same": Text("{number} mean the same", "含义不变 {number} 个"),
    "unsound": Text("{number} do not load", "无法加载 {number} 个"),
    "left_out": Text("{number} not tried", "未尝试 {number} 个"),
    "comma": Text(", ", "，"),
    "kills": Text("a case for {file} that kills it:", "可加入 {file} 并发现该变异的用例："),
    "not_found": Text(
        "no request found that tells them apart ({number} tried)",
        "未找到能区分二者的请求（已尝试 {number} 个）",
    ),
    "explain": Text(
        "if there is none, say why in `survivors` of a test file:",
        "若确实不存在，请在测试文件的 `survivors` 中说明理由：",
    ),
    "total": Text(
        "{policies} policies: {killed} of {number} mutants killed ({percent} %)",
        "{policies} 个策略：发现 {number} 个变异中的 {killed} 个（{percent}%）",
    ),
    "seconds": Text("mutation took {seconds} s", "变异测试用时 {seconds} 秒"),
    "interrupted": Text(
        "policydsl test: broken off; above is what was found so far",
        "policydsl test：已中断；以上为目前的结果",
    ),
    "failing": Text(
        "policydsl test: nothing is mutated while a test fails",
        "policydsl test：存在失败的测试，不进行变异",
    ),
    "no_rule": Text(
        "policydsl test: no policy tested has a rule, definition or fact `{name}`",
        "policydsl test：所测策略中没有名为 `{name}` 的规则、定义或事实",
    ),
    "did_you_mean": Text(
        "policydsl test: did you mean `{suggestion}`?", "policydsl test：是否应为 `{suggestion}`？"
    ),
    "too_few": Text(
        "policydsl test: {percent} % of the mutants are killed, at least {wanted} % is wanted",
        "policydsl test：已发现 {percent}% 的变异，要求至少 {wanted}%",
    ),
    "more": Text("… {number} more lines", "… 另有 {number} 行"),
}


text = partial(filled, TEXTS)
"""A text about mutants."""
