"""A voice for each policy: with the names that it gives to conditions.

In: a book, a language. Out: `Voices`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from policydsl.handbook.book import Book, Chapter
from policydsl.handbook.writing import Term, Voice


class Voices:
    """The voices of a handbook; `plain` knows no names."""

    __slots__ = ("_by_policy", "plain")

    def __init__(self, book: Book, lang: str) -> None:
        self.plain = Voice(lang, book.policy.vocabulary.fields)
        self._by_policy: Mapping[int, Voice] = {
            id(chapter): replace(self.plain, terms=_terms(chapter)) for chapter in book.chapters
        }

    def of(self, chapter: Chapter) -> Voice:
        """The voice in which the rules of a policy are told."""
        return self._by_policy[id(chapter)]

    def without(self, chapter: Chapter, name: str) -> Voice:
        """The same for what one of its names means."""
        voice = self.of(chapter)
        own = chapter.definitions[name]
        return replace(voice, terms={one: term for one, term in voice.terms.items() if one != own})


def anchor_of(chapter: Chapter, name: str) -> str:
    """Where a named condition is explained."""
    since = "" if chapter.start is None else f"@{chapter.start.isoformat()}"
    return f"define:{chapter.name}.{name}{since}"


def _terms(chapter: Chapter) -> dict[object, Term]:
    """Of two names for one condition, the first."""
    found: dict[object, Term] = {}
    for name, formula in chapter.definitions.items():
        found.setdefault(formula, Term(name, anchor_of(chapter, name)))
    return found
