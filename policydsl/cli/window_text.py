"""The window of a measure in the reader's language.

In: the words that `policydsl.core.words` makes, such as `7 consecutive days`. Out: the same, or
its Chinese.
"""

from __future__ import annotations

_UNITS = {
    "minute": "{n} 分钟",
    "hour": "{n} 小时",
    "rolling day": "{n} 个 24 小时",
    "consecutive day": "连续 {n} 日",
    "full day": "{n} 个整日",
    "full business day": "{n} 个工作日",
    "calendar day": "{n} 个自然日",
    "calendar week": "{n} 个自然周",
    "calendar month": "{n} 个自然月",
    "calendar quarter": "{n} 个自然季度",
    "calendar year": "{n} 个自然年",
}


def window_text(words: str, lang: str) -> str:
    """A window in a language."""
    return words if lang == "en" else _chinese(words)


def _chinese(words: str) -> str:
    if words == "ever":
        return "累计"
    if words.startswith("since last "):
        return f"自上次 {words.removeprefix('since last ')} 以来"
    if words.startswith("blocks of "):
        return f"自首次起每 {_chinese(words.removeprefix('blocks of '))}"
    length, _, calendar = words.partition(" of ")
    if length.startswith("until business day "):
        return f"至 {calendar} 第 {length.removeprefix('until business day ')} 个工作日"
    number, _, unit = length.partition(" ")
    if not number.isdigit():
        number, unit = "1", length
    template = _UNITS.get(unit.removesuffix("s"))
    if template is None:
        return words
    chinese = template.replace("{n}", number)
    if unit.startswith("calendar") and number == "1":
        chinese = chinese.removeprefix("1 个")
    return f"{calendar} {chinese}" if calendar else chinese
