"""Elements of SVG and HTML.

In: texts. Out: markup, in which every text is escaped and holds nothing that XML forbids.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from policydsl.diagnostics.visible import visible


def plain(said: str) -> str:
    """A text as markup."""
    return escape(visible(said))


def element(name: str, inside: str = "", /, **attributes: object) -> str:
    """An element around markup.

    Attributes are escaped. Of their names, `_` is written `-`, and one at the end is left out.
    """
    shown = "".join(
        f" {key.rstrip('_').replace('_', '-')}={quoteattr(visible(str(value)))}"
        for key, value in attributes.items()
    )
    return f"<{name}{shown}>{inside}</{name}>" if inside else f"<{name}{shown}/>"


def label(x: float, y: float, said: str, *, title: str | None = None, **style: object) -> str:
    """A text in an SVG picture, its foot at a point; `title` is shown when pointed at."""
    hint = "" if title is None or title == said else element("title", plain(title))
    return element("text", hint + plain(said), x=x, y=y, **style)
