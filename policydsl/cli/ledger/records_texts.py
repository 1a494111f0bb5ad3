"""The words of `policydsl ledger verify`, `archive` and `forget`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from policydsl.diagnostics.catalogue.entry import Text, filled

_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "records": Text(
            "records: {records}, {archived} of them archived; lanes: {lanes}",
            "记录：{lanes} 条链共 {records} 条，其中已归档 {archived} 条",
        ),
        "decided": Text(
            "decided again, with the same bytes: {number}", "重新判定且逐字节相同：{number} 条"
        ),
        "reservations": Text("reservations looked for: {number}", "已核对预留：{number} 项"),
        "elsewhere": Text(
            "archived elsewhere, and not looked at: {number}",
            "未检查：归档在别处的 {number} 条记录",
        ),
        "unsure": Text(
            "reservations of records that are elsewhere or hide their keys: {number}",
            "{number} 项预留对应的记录在别处，或隐藏了键",
        ),
        "unknown": Text(
            "not decided again: {number} of the policy {digest}, which was not given",
            "未重新判定：{number} 条记录属于未给出的策略 {digest}",
        ),
        "aged": Text(
            "decided otherwise now: {number}, made with tzdata {tzdata}, calendars "
            "{calendars}, policydsl {program}",
            "现在判定不同：{number} 条记录由 tzdata {tzdata}、日历 {calendars}、"
            "policydsl {program} 产生",
        ),
        "more_wrong": Text("and {number} more", "另有 {number} 处"),
        "sound": Text("nothing is wrong", "未发现问题"),
        "one_wrong": Text("1 thing is wrong", "发现 1 处问题"),
        "wrong": Text("{number} things are wrong", "发现 {number} 处问题"),
        "heads": Text("heads written to `{file}`: {number}", "{number} 条链的链头已写入 `{file}`"),
        "no_heads": Text(
            "the heads were not written, because something is wrong", "因发现问题，未写入链头"
        ),
        "archived": Text(
            "records moved to `{folder}`: {number}; files: {files}",
            "已将 {number} 条记录移入 `{folder}` 的 {files} 个文件",
        ),
        "nothing": Text("no lane begins with older records", "没有以更早记录开头的链"),
        "forgotten": Text("the key of `{person}` is destroyed", "`{person}` 的密钥已销毁"),
        "unknown_person": Text("there is no key of `{person}`", "没有 `{person}` 的密钥"),
    }
)

text = partial(filled, _TEXTS)
"""A text of these verbs."""
