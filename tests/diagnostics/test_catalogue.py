"""Every entry of the catalogue, whoever wrote it, keeps the rules of the house."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from policydsl.diagnostics.catalogue import (
    ENTRIES,
    FAMILIES,
    LANGUAGES,
    Entry,
    Severity,
    Text,
    placeholders,
)
from policydsl.diagnostics.render_text import explain

CASES = [pytest.param(entry, id=code) for code, entry in ENTRIES.items()]
AVOIDED = re.compile(r"\b(illegal|invalid|token|terminal|parser|exception)\b", re.IGNORECASE)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def texts(entry: Entry) -> dict[str, Text]:
    return {"message": entry.message, **entry.hints}


def test_codes_are_unique_and_in_their_family() -> None:
    counts = Counter(entry.code for family in FAMILIES.values() for entry in family)
    assert [code for code, count in counts.items() if count > 1] == []
    for prefix, family in FAMILIES.items():
        for entry in family:
            assert re.fullmatch(rf"{prefix}[0-9]{{{4 - len(prefix)}}}", entry.code), entry.code
            assert (entry.severity is Severity.ERROR) == (not entry.code.startswith("W"))


@pytest.mark.parametrize("entry", CASES)
def test_everything_is_there_in_both_languages(entry: Entry) -> None:
    for key, text in {**texts(entry), "explanation": entry.explanation}.items():
        for lang in LANGUAGES:
            assert text.get(lang).strip() == text.get(lang) != "", (key, lang)
        assert CHINESE.search(text.zh) or _is_handed_in(text), key
        assert not CHINESE.search(re.sub(r"`[^`]*`", "", text.en)), key
    assert entry.example.strip()


def _is_handed_in(text: Text) -> bool:
    """Whether all of a text comes in both languages from whoever reports it."""
    return text.en == text.zh == "{reason}"


@pytest.mark.parametrize("entry", CASES)
def test_both_languages_want_the_same_values(entry: Entry) -> None:
    for key, text in texts(entry).items():
        assert placeholders(text.en) == placeholders(text.zh), key
        # Taken by the constructor, or not a name that a caller can give.
        assert not placeholders(text.en) & {"code", "span", "path", "helps", "notes", "labels"}
    assert not placeholders(entry.explanation.en) | placeholders(entry.explanation.zh)


@pytest.mark.parametrize("entry", CASES)
def test_the_voice_of_messages(entry: Entry) -> None:
    for key, text in texts(entry).items():
        assert not text.en.endswith("."), key
        assert not text.zh.endswith("。"), key
        first_word = text.en.split()[0]
        # A name such as `UTF-8` or `YAML` may come first.
        assert not first_word[0].isupper() or first_word.isupper(), key
        for lang in LANGUAGES:
            assert "\n" not in text.get(lang), key
            assert text.get(lang).count("`") % 2 == 0, key
        assert not AVOIDED.search(re.sub(r"`[^`]*`", "", text.en)), key
    assert entry.explanation.en.endswith((".", ".`"))
    assert entry.explanation.zh.endswith("。")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("entry", CASES)
def test_every_code_can_be_explained(entry: Entry, lang: str) -> None:
    shown = explain(entry.code, lang)
    assert entry.explanation.get(lang) in shown
    assert all(character.isprintable() for character in shown.replace("\n", ""))
