"""The words of `policydsl ledger show`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from policydsl.cli.texts import TEXTS
from policydsl.diagnostics.catalogue.entry import Text, filled

_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        **{name: TEXTS[name] for name in ("allow", "deny", "review", "defer", "used", "comma")},
        "now": Text("contacts now", "当前触达"),
        "counters": Text("counters", "计数"),
        "ladders": Text("ladders", "阶梯"),
        "reserved": Text("reserved", "预留"),
        "events": Text("last events", "最近事件"),
        "none": Text("none", "无"),
        "nothing": Text("nothing is known of `{person}`", "没有关于 `{person}` 的记录"),
        "purpose": Text("for {purpose}", "用途：{purpose}"),
        "left": Text("{left} left", "剩余 {left}"),
        "maybe": Text("{number} more may count", "另有 {number} 个存疑"),
        "frees": Text("frees {at} ({relative})", "{at} 释放（{relative}）"),
        "next": Text("next leaves {at} ({relative})", "下一个移出 {at}（{relative}）"),
        "until": Text("until {at} ({relative})", "至 {at}（{relative}）"),
        "from": Text("from {at} ({relative})", "{at} 起（{relative}）"),
        "at_step": Text("at step {step}", "当前步骤 {step}"),
        "no_step": Text("no step open", "尚无开放步骤"),
        "opens": Text("{step} opens {at} ({relative})", "{step} 于 {at} 开放（{relative}）"),
        "lease": Text("lease ends {at} ({relative})", "租约至 {at}（{relative}）"),
        "lease_ended": Text("lease ended {at} ({relative})", "租约已于 {at} 到期（{relative}）"),
        "expired": Text("expired, still counts", "已到期，仍计数"),
        "void": Text("void", "已作废"),
        "earlier": Text("{number} earlier events", "更早的事件 {number} 条"),
        "in": Text("in {length}", "{length}后"),
        "ago": Text("{length} ago", "{length}前"),
        "just_now": Text("now", "现在"),
        "drawn": Text("drawn in `{file}`", "已绘制到 `{file}`"),
        "which_purpose": Text(
            "policydsl ledger show: the rules name no single purpose; add `--purpose NAME`{named}",
            "policydsl ledger show：规则未指明唯一用途；请添加 `--purpose 名称`{named}",
        ),
        "named": Text(" (they name {names})", "（规则中有 {names}）"),
    }
)

text = partial(filled, _TEXTS)
"""A text of this verb."""
