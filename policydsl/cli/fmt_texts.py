"""The words of `policydsl fmt`, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from policydsl.diagnostics.catalogue.entry import Text, filled

TEXTS: Mapping[str, Text] = {
    "formatted": Text("formatted {file}", "已格式化 {file}"),
    "would_change": Text("{file} would change", "{file} 需要格式化"),
    "left": Text("{file} was left as it is", "{file} 保持原样"),
    "summary": Text(
        "{changed} of {number} files formatted", "共 {number} 个文件，已格式化 {changed} 个"
    ),
    "summary_check": Text(
        "{changed} of {number} files would change", "共 {number} 个文件，{changed} 个需要格式化"
    ),
    "not_the_same": Text(
        "policydsl fmt: {file} was left as it is: formatted, it would not say the same; "
        "please report this",
        "policydsl fmt：{file} 保持原样：格式化后的含义会与原文不同；请报告此问题",
    ),
    "not_said": Text(
        "policydsl fmt: {file} cannot be said in the other spelling; "
        "`policydsl check` says what is wrong with it",
        "policydsl fmt：{file} 无法改用另一种写法；请用 `policydsl check` 查看其中的问题",
    ),
    "not_written": Text(
        "policydsl fmt: cannot write {file}: {reason}",
        "policydsl fmt：无法写入 {file}：{reason}",
    ),
    "one_file": Text(
        "policydsl fmt: --to wants one file, or - alone",
        "policydsl fmt：--to 需要单个文件，或单独的 -",
    ),
    "alone": Text(
        "policydsl fmt: - stands alone, without other files",
        "policydsl fmt：- 须单独使用，不能与其他文件一起",
    ),
}

text = partial(filled, TEXTS)
"""A text of the verb."""
