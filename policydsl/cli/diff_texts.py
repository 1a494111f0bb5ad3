"""The words of `policydsl diff`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from policydsl.diagnostics.catalogue.entry import Text, filled

_TEXTS: Mapping[str, Text] = {
    "bad_day": Text(
        "policydsl diff: --day wants a date such as 2026-01-30, not `{given}`",
        "policydsl diff：--day 需要形如 2026-01-30 的日期，而不是 `{given}`",
    ),
    "bad_examples": Text(
        "policydsl diff: --examples wants a number from 0 on, not `{given}`",
        "policydsl diff：--examples 需要不小于 0 的数，而不是 `{given}`",
    ),
    "same": Text("no rule differs", "规则没有差异"),
    "added": Text("added", "新增"),
    "removed": Text("removed", "删除"),
    "tightened": Text("tightened", "收紧"),
    "loosened": Text("loosened", "放宽"),
    "both": Text("tightened and loosened", "有收紧也有放宽"),
    "unshown": Text(
        "changed, but no contact was found that it decides differently",
        "有变更，但未找到结论不同的触达",
    ),
    "reworded": Text("reworded only", "仅文字变更"),
    "deny_stops": Text("now stops: {contact}", "现在会拦截：{contact}"),
    "deny_lets": Text("no longer stops: {contact}", "不再拦截：{contact}"),
    "review_stops": Text("now wants a review of: {contact}", "现在须审批：{contact}"),
    "review_lets": Text("no longer wants a review of: {contact}", "不再须审批：{contact}"),
    "warn_stops": Text("now warns of: {contact}", "现在会提示：{contact}"),
    "warn_lets": Text("no longer warns of: {contact}", "不再提示：{contact}"),
    "oblige_stops": Text("now owed with: {contact}", "现在须履行于：{contact}"),
    "oblige_lets": Text("no longer owed with: {contact}", "不再须履行于：{contact}"),
    "ladder_stops": Text("now stops: {contact}", "现在会拦截：{contact}"),
    "ladder_lets": Text("no longer stops: {contact}", "不再拦截：{contact}"),
    "answers": Text("before: {old}; now: {new}", "原先：{old}；现在：{new}"),
    "renamed": Text(
        "`{old}` is now called `{new}`; rules of the same name are compared",
        "`{old}` 更名为 `{new}`，按规则自身名称对应比较",
    ),
    "policies": Text("policies", "策略"),
    "root_stops": Text("stricter for: {contact}", "以下触达更严：{contact}"),
    "root_lets": Text("laxer for: {contact}", "以下触达更宽：{contact}"),
    "margin_tightened": Text(
        "a longer delivery margin is stricter: {channel}", "投递余量增加，属于收紧：{channel}"
    ),
    "margin_loosened": Text(
        "a shorter delivery margin is laxer: {channel}", "投递余量减少，属于放宽：{channel}"
    ),
    "gate_tightened": Text(
        "`{clause} {new}` instead of `{old}` is stricter",
        "`{clause} {old}` 改为 `{new}`，属于收紧",
    ),
    "gate_loosened": Text(
        "`{clause} {new}` instead of `{old}` is laxer",
        "`{clause} {old}` 改为 `{new}`，属于放宽",
    ),
    "every_channel": Text("every other channel", "其他全部渠道"),
    "reads": Text("reads {facts}, see facts below", "读取的事实有变更：{facts}（见下文）"),
    "elsewhere": Text(
        "its own words are the same; what it applies to differs, see policies and named conditions",
        "规则文字未变；变更在于其适用范围，见策略与命名条件部分",
    ),
    "with": Text("where {circumstances}", "其中：{circumstances}"),
    "semicolon": Text("; ", "；"),
    "more": Text("and {number} more", "另有 {number} 项"),
    "facts": Text("facts", "事实"),
    "definitions": Text("named conditions", "命名条件"),
    "summary": Text(
        "{added} added, {removed} removed, {tightened} tightened, {loosened} loosened, {both} both ways, {unshown} not told apart, {reworded} reworded",
        "新增 {added}，删除 {removed}，收紧 {tightened}，放宽 {loosened}，双向变更 {both}，未能区分 {unshown}，仅文字变更 {reworded}",
    ),
    "requests": Text(
        "{file}: judged by both {judged}, with another verdict {changed}, blocked for other reasons {reasons}",
        "{file}：两个版本均判定 {judged} 条，结论改变 {changed} 条，拦截原因改变 {reasons} 条",
    ),
    "pair": Text("{old} -> {new}: {number}", "{old} -> {new}：{number} 条"),
    "starts": Text("{rule} blocks {number} more", "{rule} 新增拦截 {number} 条"),
    "ends": Text("{rule} blocks {number} fewer", "{rule} 减少拦截 {number} 条"),
    "examples": Text("examples", "示例"),
    "example": Text("line {line}: {contact}", "第 {line} 行：{contact}"),
    "before": Text("before", "原先"),
    "after": Text("now", "现在"),
    "refused": Text(
        "not judged by both: {number}; the first, on line {line}:",
        "有 {number} 条请求无法由两个版本判定；第一条在第 {line} 行：",
    ),
    "allow": Text("allow", "放行"),
    "review": Text("review", "待审批"),
    "deny": Text("deny", "拦截"),
    "nothing_blocks": Text("nothing blocks", "无拦截原因"),
}
text = partial(filled, _TEXTS)
