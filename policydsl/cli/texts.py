"""The words of the command line, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from policydsl.diagnostics.catalogue.entry import Text, filled
from policydsl.pictures.texts import TEXTS as OF_PICTURES

_OWN: Mapping[str, Text] = {
    "no_findings": Text(
        "{number} policies checked, no findings", "已检查 {number} 个策略，未发现问题"
    ),
    "one_policy": Text("1 policy checked, no findings", "已检查 1 个策略，未发现问题"),
    "compared": Text("{done} of {total} rules compared", "已比较 {done}/{total} 条规则"),
    "judged": Text("{done} requests judged", "已判定 {done} 条请求"),
    "imported": Text("{done} lines read, {total} %", "已读取 {done} 行，{total}%"),
    "records_verified": Text("{done} records looked at", "已检查 {done} 条记录"),
    "records_moved": Text("{done} records moved", "已移出 {done} 条记录"),
    "tested": Text("{done} of {total} test files run", "已运行 {done}/{total} 个测试文件"),
    "checked": Text("{done} of {total} policies checked", "已检查 {done}/{total} 个策略"),
    "bad_date": Text(
        "policydsl check: --today wants a date such as 2026-01-30",
        "policydsl check：--today 需要形如 2026-01-30 的日期",
    ),
    "no_request": Text(
        "policydsl {verb}: there is no request; write `policydsl {verb} POLICY REQUEST`",
        "policydsl {verb}：没有请求；请写 `policydsl {verb} POLICY REQUEST`",
    ),
    "unknown_code": Text(
        "policydsl explain: there is no code `{name}`", "policydsl explain：没有代码 `{name}`"
    ),
    "lint_name": Text(
        "lint: {name}; its level is set in policydsl.toml, and a rule ignores it with "
        '`ignore {name} because "…"`',
        "lint 名称：{name}；级别在 policydsl.toml 中设置，规则可写 "
        '`ignore {name} because "…"` 予以忽略',
    ),
    "lint_option": Text(
        "option {name}: {says}; {least} to {most}, default {default}",
        "选项 {name}：{says}；{least} 至 {most}，默认 {default}",
    ),
    "did_you_mean": Text("did you mean `{suggestion}`?", "您是否想写 `{suggestion}`？"),
    "progress": Text("{number} decided", "已判定 {number} 条"),
    "allow": Text("ALLOW", "放行"),
    "deny": Text("DENY", "拦截"),
    "review": Text("REVIEW", "待审批"),
    "defer": Text("DEFER", "延后"),
    "next_eligible": Text("next eligible: {when}, in {length}", "最早可触达：{when}，{length}后"),
    "valid_until": Text("valid until {when}, in {length}", "有效至：{when}，{length}后"),
    "from": Text("  from {at}", "  {at} 起"),
    "lifts": Text("lifts {when}, in {length}", "解除时间：{when}，{length}后"),
    "waits_event": Text("waits for an event: {names}", "等待事件：{names}"),
    "waits_fact": Text("waits for a fact: {names}", "等待事实变化：{names}"),
    "waits_consent": Text("waits for a consent: {names}", "等待同意：{names}"),
    "waits_approval": Text("waits for an approval: {names}", "等待审批：{names}"),
    "waits_time": Text("waits for a time more than {days} days away", "等待 {days} 天以后的时间"),
    "waits_horizon": Text("nothing opens within {days} days", "{days} 天内没有可触达的时间"),
    "waits_never": Text("never allowed, whatever happens", "任何情况下都不会放行"),
    "allowed_now": Text(
        "allowed now; until {when} (in {length}), then {rules}",
        "现在可触达；至{when}，还有 {length}，此后受限于 {rules}",
    ),
    "allowed_then": Text(
        "then allowed until {when} (for {length}), then {rules}",
        "届时可触达；至{when}，共 {length}，此后受限于 {rules}",
    ),
    "open_now": Text("allowed now; no end within {days} days", "现在可触达；{days} 天内无截止"),
    "open_then": Text(
        "then allowed; no end within {days} days of that", "届时可触达；此后 {days} 天内无截止"
    ),
    "review_now": Text("needs the approval of {role}  ({rule})", "须由 {role} 审批  ({rule})"),
    "review_now_by_any": Text("needs an approval  ({rule})", "须经审批  ({rule})"),
    "review_then": Text(
        "then needs the approval of {role}  ({rule})", "届时须由 {role} 审批  ({rule})"
    ),
    "review_then_by_any": Text("then needs an approval  ({rule})", "届时须经审批  ({rule})"),
    "also": Text("that is {when}", "即 {when}"),
    "denied": Text("not by time alone", "仅靠等待不会放行"),
    "because": Text("because", "原因"),
    "bad_horizon": Text(
        "policydsl when: --horizon wants whole days from 1 to {most}, not `{given}`",
        "policydsl when：--horizon 需要 1 至 {most} 的整数天数，而不是 `{given}`",
    ),
    "bad_days": Text(
        "policydsl when: --days wants a whole number from 1 to {most}, not `{given}`",
        "policydsl when：--days 需要 1 至 {most} 的整数，而不是 `{given}`",
    ),
    "bad_zone": Text(
        "policydsl when: --zone wants an IANA name such as Asia/Shanghai, not `{given}`",
        "policydsl when：--zone 需要 IANA 时区名（如 Asia/Shanghai），而不是 `{given}`",
    ),
    "bad_channel": Text(
        "policydsl when: there is no channel `{given}`; the policy knows {known}",
        "policydsl when：没有渠道 `{given}`；策略中的渠道有 {known}",
    ),
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
    "broken_file": Text("policydsl: `{file}`: {reason}", "policydsl：`{file}`：{reason}"),
    "bad_day": Text(
        "policydsl handbook: --day wants a date such as 2026-01-30, not `{given}`",
        "policydsl handbook：--day 需要形如 2026-01-30 的日期，而不是 `{given}`",
    ),
    "policy": Text("policy", "策略"),
    "data": Text("data", "数据"),
}


TEXTS: Mapping[str, Text] = {**OF_PICTURES, **_OWN}
text = partial(filled, TEXTS)
"""A text that several verbs say."""
