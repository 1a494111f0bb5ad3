"""The words of the command line, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from policydsl.diagnostics.catalogue.entry import Text, fill

TEXTS: Mapping[str, Text] = {
    "no_findings": Text(
        "{number} policies checked, no findings", "已检查 {number} 个策略，未发现问题"
    ),
    "one_policy": Text("1 policy checked, no findings", "已检查 1 个策略，未发现问题"),
    "bad_date": Text(
        "policydsl check: --today wants a date such as 2026-01-30",
        "policydsl check：--today 需要形如 2026-01-30 的日期",
    ),
    "no_request": Text(
        "policydsl decide: no request on standard input; write `policydsl decide POLICY REQUEST`",
        "policydsl decide：标准输入中没有请求；请写 `policydsl decide POLICY REQUEST`",
    ),
    "unknown_code": Text(
        "policydsl explain: there is no code `{name}`", "policydsl explain：没有代码 `{name}`"
    ),
    "did_you_mean": Text("did you mean `{suggestion}`?", "您是否想写 `{suggestion}`？"),
    "progress": Text("{number} decided", "已判定 {number} 条"),
    "allow": Text("ALLOW", "放行"),
    "deny": Text("DENY", "拦截"),
    "review": Text("REVIEW", "待审批"),
    "warnings": Text("warnings", "提醒"),
    "obligations": Text("must be done with the contact", "触达时须履行"),
    "counters": Text("counters", "计数"),
    "ladders": Text("ladders", "阶梯"),
    "used": Text("{used} of {limit} used in {window}", "{window} 内已用 {used}/{limit}"),
    "possible": Text(", {possible} with those that may count", "，计入存疑事件为 {possible}"),
    "frees": Text(", frees {at}", "，{at} 释放"),
    "local": Text("{local} in {zone} (from {source})", "{zone} 当地时间 {local}（来源：{source}）"),
    "consent": Text("nearest consent {consent}", "最接近的同意记录 {consent}"),
    "ended": Text(", ended {at}", "，终止于 {at}"),
    "step": Text("step {step}", "步骤 {step}"),
    "opens": Text(", opens {at}", "，{at} 开放"),
    "margin": Text("may arrive up to {margin} later", "送达最多可能延后 {margin}"),
    "denies": Text(", and is denied from {at} on", "，而规则自 {at} 起拦截"),
    "missing": Text("missing: {names}", "缺少：{names}"),
    "approval": Text("needs the approval of {role}", "须由 {role} 审批"),
    "due": Text(", due {at}", "，截止 {at}"),
    "position": Text("at step {step}", "当前步骤 {step}"),
    "no_step": Text("no step open", "尚无开放步骤"),
    "broken": Text("policydsl: {reason}", "policydsl：{reason}"),
    "policy": Text("policy", "策略"),
    "data": Text("data", "数据"),
}


def text(key: str, lang: str, **values: object) -> str:
    """A text in a language, its placeholders filled."""
    return fill(TEXTS[key].get(lang), {name: str(value) for name, value in values.items()})
