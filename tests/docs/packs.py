"""Writes the pages of the packs from the packs: `python -m tests.docs.packs`.

In: the shipped packs. Out: `docs/packs/<jurisdiction>/<name>.md`, and `docs/packs/README.md`, which
lists them. A page holds what the comment at the top of the file says, and every rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from policydsl.cli.packs_texts import place
from policydsl.policy.packs import Pack, read_packs
from policydsl.syntax.printer_phrases import phrase
from tests.docs.pack_comments import sections_of
from tests.docs.pack_rules import at_a_glance, code, declared, in_force, in_full, table
from tests.docs.pages import ROOT

FOLDER = ROOT / "docs" / "packs"
_NOTE = "<!-- Written by `python -m tests.docs.packs`. Change {what}, not this page. -->"
_INDEX = """\
# Packs

{note}

A pack is a policy that is shipped: the rules of one law, guideline or standard, each with its
citation. `use us.reg_f` brings its rules into a policy of yours, from any project. You may
[tighten](../reference/language.md#composition) them; to lift one takes a waiver with a reason, a name
and an end. `policydsl packs` lists the packs that are installed and says what is in force today,
`policydsl packs NAME` shows one; with `--format json` both answer in JSON.

A pack is no legal advice. It says itself how sure it is: **last checked** is the day on which somebody
last compared it with its sources. A rule **as reported** was not read in the text of the law, only in
what others report of it: read the text before you rely on it.
"""
_COLUMNS = ("pack", "title", "in force", "last checked", "rules", "as reported", "cites")


def pages() -> dict[Path, str]:
    """Every page by where it belongs."""
    packs, found = read_packs()
    assert not found, [one.message() for one in found]
    made = {FOLDER / "README.md": _joined(_index(packs))}
    for versions in _by_file(packs):
        made[page_of(versions[0])] = _joined(_page(versions))
    return made


def page_of(pack: Pack) -> Path:
    """Where the page of a pack belongs; versions in one file share one."""
    return FOLDER / pack.jurisdiction / f"{pack.path.name.removesuffix('.policy')}.md"


def write() -> None:
    """Write all pages, and remove those whose pack is gone."""
    made = pages()
    for old in set(FOLDER.rglob("*.md")) - set(made):
        old.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _by_file(packs: Iterable[Pack]) -> list[list[Pack]]:
    """Packs by their file, the versions in it from the earliest to the latest."""
    files: dict[Path, list[Pack]] = {}
    for pack in packs:
        files.setdefault(pack.path, []).append(pack)
    return list(files.values())


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part.strip("\n") for part in parts if part) + "\n"


def _index(packs: Iterable[Pack]) -> Iterator[str]:
    yield _INDEX.format(note=_NOTE.format(what="the packs"))
    for jurisdiction, members in groupby(packs, lambda pack: pack.jurisdiction):
        yield f"## {place(jurisdiction, 'en')}"
        yield table(_COLUMNS, map(_row, members))


def _row(pack: Pack) -> tuple[str, ...]:
    return (
        f"[`{pack.name}`]({page_of(pack).relative_to(FOLDER).as_posix()})",
        pack.title or "",
        in_force(pack.start, pack.end),
        _checked(pack),
        str(len(pack.policy.rules)),
        str(pack.reported or ""),
        _cited(pack),
    )


def _checked(pack: Pack) -> str:
    return "" if pack.checked is None else pack.checked.isoformat()


def _cited(pack: Pack) -> str:
    return "; ".join(source.title.text for source in pack.policy.sources)


def _page(versions: list[Pack]) -> Iterator[str]:
    """The page of one file, its versions from the earliest to the latest."""
    first = versions[0]
    sections = sections_of(first.path.read_text(encoding="utf-8"))
    yield f"# {first.title or first.name}"
    yield _NOTE.format(what=f"`{first.file}`")
    yield from (one.text for one in sections if not one.label)
    for pack in versions:
        yield table(("", code(pack.name)), _facts(pack))
    yield from (f"## {one.label}\n\n{one.text}" for one in sections if one.label)
    for pack in versions:
        which = pack.version or in_force(pack.start, pack.end)
        of_which = f" of version {which}" if len(versions) > 1 else ""
        yield f"## The rules{of_which} at a glance"
        yield at_a_glance(pack)
        yield f"## The rules{of_which}"
        yield from in_full(pack)
        yield from declared(pack)


def _facts(pack: Pack) -> Iterator[tuple[str, str]]:
    """What a pack says of itself, without what it does not say."""
    number, reported = len(pack.policy.rules), pack.reported
    head = {one.keyword: code(phrase(one.value)) for one in pack.policy.head}
    said = {
        "version": pack.version,
        "in force": in_force(pack.start, pack.end),
        "last checked": _checked(pack),
        "governs": head.get("governs"),
        "uses": ", ".join(code(use.name.text) for use in pack.policy.uses),
        "clock": head.get("time_zone"),
        "rules": f"{number}, {reported} of them as reported" if reported else str(number),
        "cites": _cited(pack),
    }
    return ((what, value) for what, value in said.items() if value)


if __name__ == "__main__":
    write()
