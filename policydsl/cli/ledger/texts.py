"""The words of `policydsl ledger import`, `export` and `expire`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType

from policydsl.diagnostics.catalogue.entry import Text, filled

_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "added": Text("{added} added, {same} already there", "新增 {added} 条，已存在 {same} 条"),
        "refused": Text(", {refused} refused", "，拒绝 {refused} 条"),
        "nothing": Text(
            "nothing was imported: {refused} of {lines} lines are wrong",
            "未导入任何内容：{lines} 行中有 {refused} 行有误",
        ),
        "stopped": Text("; the lines after that were not looked at", "；其后的行未检查"),
        "in_parts": Text(
            "the import stopped at a part with wrong lines ({refused} of {lines} so far); "
            "the parts before it are in the ledger: {added} added, {same} already there",
            "导入在含错误行的批次处停止（目前 {lines} 行中有 {refused} 行有误）；"
            "之前的批次已写入台账：新增 {added} 条，已存在 {same} 条",
        ),
        "skip": Text(
            "to import the rest, add `--skip-rejects FILE`",
            "如需导入其余各行，请添加 `--skip-rejects 文件`",
        ),
        "more": Text("{number} more lines were refused", "另有 {number} 行被拒绝"),
        "written": Text("the refused lines are in `{file}`", "被拒绝的行已写入 `{file}`"),
        "not_kept": Text(
            "{number} of them are too long, and only named above",
            "其中 {number} 行过长，仅在上面列出行号",
        ),
        "expired": Text(
            "{counting} leases ended and go on counting, {freed} were given back",
            "{counting} 个租约到期后仍计数，{freed} 个已释放",
        ),
        "bad_instant": Text(
            "policydsl ledger: {option} wants an instant such as 2026-03-04T10:00:00Z, "
            "not `{given}`",
            "policydsl ledger：{option} 需要形如 2026-03-04T10:00:00Z 的时间点，而不是 `{given}`",
        ),
        "bad_number": Text(
            "policydsl ledger: {option} wants a whole number from {least} to {most}, not `{given}`",
            "policydsl ledger：{option} 需要 {least} 至 {most} 的整数，而不是 `{given}`",
        ),
        "bad_zone": Text(
            "policydsl ledger: --time-zone wants an IANA name such as Asia/Shanghai, not `{given}`",
            "policydsl ledger：--time-zone 需要 IANA 时区名（如 Asia/Shanghai），而不是 `{given}`",
        ),
        "bad_column": Text(
            "policydsl ledger: --column wants FIELD=NAME such as at=sent_at, not `{given}`",
            "policydsl ledger：--column 需要形如 at=sent_at 的 字段=列名，而不是 `{given}`",
        ),
        "no_columns": Text(
            "policydsl ledger: --column, --ignore and --time-zone are for csv and parquet",
            "policydsl ledger：--column、--ignore 和 --time-zone 仅用于 csv 和 parquet",
        ),
        "parquet_stdin": Text(
            "policydsl ledger: parquet is read from a file, not from standard input",
            "policydsl ledger：parquet 须从文件读取，不能从标准输入读取",
        ),
        "standard_input": Text("standard input", "标准输入"),
    }
)

text = partial(filled, _TEXTS)
"""A text of these verbs."""
