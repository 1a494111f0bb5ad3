"""The words of a picture of counters, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from policydsl.diagnostics.catalogue.entry import Text, filled

_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "title": Text("What counts for {person}", "{person} 的计数"),
        "used": Text("{used} of {limit} used", "已用 {used}/{limit}"),
        "possible": Text(", {possible} with those that may count", "，计入存疑者为 {possible}"),
        "frees": Text("frees {at}", "{at} 释放"),
        "never": Text("frees by no time alone", "不随时间释放"),
        "now": Text("now", "现在"),
        "no_counters": Text(
            "no limit of the policy speaks about this person", "策略中没有适用于此人的限制"
        ),
        "hint_counts": Text("{id}: {at}", "{id}：{at}"),
        "hint_leaves": Text("{id} leaves the window {at}", "{id} 于 {at} 移出窗口"),
        "counts": Text("counts", "计入"),
        "may_count": Text("may count", "可能计入"),
        "place": Text("reserved", "预留"),
        "leaves": Text("leaves the window", "移出窗口"),
        "window": Text("the window up to now", "截至现在的窗口"),
        "more": Text("{number} earlier ones are not drawn", "另有 {number} 个更早的未绘出"),
    }
)

text = partial(filled, _TEXTS)
"""A text of these pictures."""
