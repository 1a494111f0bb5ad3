"""The words of `policydsl packs`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from policydsl.diagnostics.catalogue.entry import Text, filled

_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "bad_date": Text(
            "policydsl packs: --today wants a date such as 2026-01-30, not `{given}`",
            "policydsl packs：--today 需要形如 2026-01-30 的日期，而不是 `{given}`",
        ),
        "unknown": Text(
            "policydsl packs: there is no pack `{name}`", "policydsl packs：没有策略包 `{name}`"
        ),
        "did_you_mean": Text("did you mean `{suggestion}`?", "您是否想写 `{suggestion}`？"),
        "list": Text("`policydsl packs` lists them all", "`policydsl packs` 可列出全部策略包"),
        "count_one": Text("1 pack", "1 个策略包"),
        "count": Text("{number} packs", "{number} 个策略包"),
        "in_force": Text("in force", "生效中"),
        "in_force_since": Text("in force since {start}", "自 {start} 起生效"),
        "in_force_through": Text("in force through {last}", "生效至 {last}"),
        "in_force_since_through": Text(
            "in force since {start}, through {last}", "自 {start} 起生效，至 {last} 止"
        ),
        "not_yet": Text("in force from {start} on", "将于 {start} 生效"),
        "not_yet_through": Text(
            "in force from {start} through {last}", "将于 {start} 生效，至 {last} 止"
        ),
        "ended": Text("no longer in force since {end}", "自 {end} 起失效"),
        "checked": Text("last checked {checked}", "最近核对 {checked}"),
        "never_checked": Text("no date of a check", "无核对日期"),
        "next_change": Text("next change {day}", "下次变动 {day}"),
        "rules_one": Text("1 rule", "1 条规则"),
        "rules": Text("{number} rules", "{number} 条规则"),
        "reported": Text("{number} as reported", "其中 {number} 条依据转述"),
        "comma": Text(", ", "，"),
        "between": Text("; ", "；"),
        "sources": Text("cites: {sources}", "引用：{sources}"),
        "governs": Text("governs: {governs}", "适用范围：{governs}"),
        "uses": Text("uses: {uses}", "引入：{uses}"),
    }
)


_PLACES: Mapping[str, Text] = MappingProxyType(
    {
        "ae": Text("United Arab Emirates", "阿联酋"),
        "au": Text("Australia", "澳大利亚"),
        "br": Text("Brazil", "巴西"),
        "ca": Text("Canada", "加拿大"),
        "cl": Text("Chile", "智利"),
        "cn": Text("China", "中国"),
        "co": Text("Colombia", "哥伦比亚"),
        "de": Text("Germany", "德国"),
        "es": Text("Spain", "西班牙"),
        "eu": Text("European Union", "欧盟"),
        "fr": Text("France", "法国"),
        "gb": Text("United Kingdom", "英国"),
        "hk": Text("Hong Kong", "香港"),
        "id": Text("Indonesia", "印度尼西亚"),
        "ie": Text("Ireland", "爱尔兰"),
        "in": Text("India", "印度"),
        "it": Text("Italy", "意大利"),
        "jp": Text("Japan", "日本"),
        "ke": Text("Kenya", "肯尼亚"),
        "kr": Text("Korea", "韩国"),
        "mx": Text("Mexico", "墨西哥"),
        "pe": Text("Peru", "秘鲁"),
        "ng": Text("Nigeria", "尼日利亚"),
        "ph": Text("Philippines", "菲律宾"),
        "pt": Text("Portugal", "葡萄牙"),
        "ru": Text("Russia", "俄罗斯"),
        "sa": Text("Saudi Arabia", "沙特阿拉伯"),
        "sg": Text("Singapore", "新加坡"),
        "th": Text("Thailand", "泰国"),
        "tw": Text("Taiwan", "台湾"),
        "uk": Text("United Kingdom", "英国"),
        "us": Text("United States", "美国"),
        "vn": Text("Vietnam", "越南"),
        "za": Text("South Africa", "南非"),
    }
)


def place(jurisdiction: str, lang: str) -> str:
    """The name of a jurisdiction whose folder is called by its code; else the folder's name."""
    named = _PLACES.get(jurisdiction)
    return jurisdiction if named is None else named.get(lang)


text = partial(filled, _TEXTS)
"""A text of this verb."""
