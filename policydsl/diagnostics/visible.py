"""Characters as a terminal shows them.

In: any text. Out: text that is safe to print, and how many columns it takes. Control and format
characters are made visible, so that a policy cannot move the cursor, change colours, or reorder
what a reader sees.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

_INVISIBLE = frozenset({"Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn"})


def visible(text: str) -> str:
    """The text with control and format characters made visible."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(visible_character, text))


def visible_character(character: str) -> str:
    """One character, or what stands for it: `␛` for escape, `<U+202E>` for others."""
    if " " <= character <= "~":
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if category(character) in _INVISIBLE:
        return f"<U+{code:04X}>"
    return character


def width(text: str) -> int:
    """The columns that a text takes: East Asian wide characters two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if category(character) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
