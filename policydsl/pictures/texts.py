"""The words of times and pictures, in both languages.

In: nothing. Out: `text`, and the table that verbs add their own words to.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from policydsl.diagnostics.catalogue.entry import Text, filled

TEXTS: Mapping[str, Text] = {
    "today": Text("today", "今天"),
    "tomorrow": Text("tomorrow", "明天"),
    "day": Text("{weekday} {date}", "{date} {weekday}"),
    "spoken": Text("{day} {time} in {zone}", "{day} {time}（{zone}）"),
    "days": Text("{number} days", "{number} 天"),
    "hours": Text("{number} h", "{number} 小时"),
    "minutes": Text("{number} min", "{number} 分钟"),
    "seconds": Text("{number} s", "{number} 秒"),
    "comma": Text(", ", "、"),
    "more": Text(" and {number} more", " 等（另有 {number} 项）"),
    "pictured": Text("{channel}, local time in {zone}", "{channel}，{zone} 当地时间"),
    "never_open": Text("no minute of these days is open", "这些日期中没有可触达的时间"),
    "never_open_without": Text(
        "no minute of these days is open without an approval", "这些日期中未经审批均不可触达"
    ),
    "cut_short": Text(
        "what is blank was not judged: the calendar ends, or the answer changes too often",
        "空白处未作判定：已到日历尽头，或结果变化过于频繁",
    ),
    "never_drawn": Text(
        "never drawn: a rule that lifts later denies too", "未绘出：同时另有解除更晚的规则拦截"
    ),
    "bar_only": Text(
        "drawn as a bar at most: a rule that lifts later denies too",
        "至多以横条绘出：同时另有解除更晚的规则拦截",
    ),
    "bars": Text("bar at the foot: another rule denies too", "底部横条：另有规则同时拦截"),
    "kind_allow": Text("allowed", "可触达"),
    "kind_mixed": Text("changes within these {minutes} minutes", "这 {minutes} 分钟内有变化"),
    "kind_deny": Text("denied", "不可触达"),
    "kind_past": Text("past", "已过"),
    "kind_gap": Text("no such time", "时间不存在"),
    "kind_review": Text("needs an approval", "须经审批"),
    "title": Text("When may I? {proposal}, {when}", "何时可触达？{proposal}，{when}"),
    "from_time": Text("from", "自"),
    "until_time": Text("until", "至"),
    "length": Text("length", "时长"),
    "verdict": Text("verdict", "判定"),
    "rules": Text("rules", "规则"),
    "again": Text("again", "再次"),
    "open": Text("  open", "可触达"),
    "now": Text("now {time}", "现在 {time}"),
}


text = partial(filled, TEXTS)
"""A text that pictures say."""
