"""`policydsl.toml`: found from the folder upwards, read, and every mistake at its place.

What is said about each of `WRONG` stands in `settings.txt`; `python -m tests.project.test_reading`
writes it anew, then read the changes.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from policydsl.diagnostics import Severity, Source
from policydsl.diagnostics.render_text import render
from policydsl.project import reading
from policydsl.project.reading import find, parse_settings, read_settings
from policydsl.project.settings import Settings

GOLDEN = Path(__file__).with_name("settings.txt")
GOOD = """\
paths = ["policies", "more.policy"]

[lint]
fails_open = "error"
no_stop = "off"

[lint.waiver_ending]
days = 14
severity = "warning"

[test]
coverage = 95
mutation = 0
"""
WRONG = {
    "not toml": "[lint]\nfails_open = off\n",
    "ends early": 'paths = ["a"',
    "unknown section": "[lints]\nfails_open = 'off'\n",
    "unknown key": "[test]\ncovrage = 90\nother = 1\n",
    "wrong severity": "[lint]\nfails_open = 'of'\nno_stop = 1\n",
    "wrong option": "[lint.waiver_ending]\ndays = 'many'\nweeks = true\n",
    "wrong threshold": "[test]\ncoverage = 101\nbounds = true\nmutation = 'all'\n",
    "wrong paths": "paths = [1]\nlint = 'off'\n",
    "inline": "lint = {a = 'of'}\n",
    "twice": "[test]\ncoverage = 1\ncoverage = 2\n",
    "long": f"paths = {'x' * 3}\n[lint]\na = '{'y' * 200}'\n",
    "odd value": "[lint]\na = '''`\n`'''\n",
}


def said(text: str) -> str:
    """English, a line of `---`, Chinese."""
    found = parse_settings(Source("policydsl.toml", text), Path())[1]
    return f"{render(found)}---\n{render(found, 'zh')}"


def said_of_a_long_file() -> str:
    with TemporaryDirectory() as folder:
        Path(folder, "policydsl.toml").write_bytes(b"#" * (reading.MOST_BYTES + 1))
        found = read_settings(Path(folder))[1]
    return f"{render(found)}---\n{render(found, 'zh')}"


def golden() -> str:
    parts = [f"===== {name}\n{text.rstrip()}\n-----\n{said(text)}" for name, text in WRONG.items()]
    return "".join([*parts, f"===== too long\n-----\n{said_of_a_long_file()}"])


def test_what_is_said_of_what_is_wrong() -> None:
    assert golden() == GOLDEN.read_text("utf-8")


def test_what_is_right_is_taken(tmp_path: Path) -> None:
    (tmp_path / "policydsl.toml").write_text(GOOD)
    settings, found = read_settings(tmp_path)
    assert found == ()
    assert settings.folder == tmp_path
    assert settings.paths == ("policies", "more.policy")
    levels = {name: one.severity for name, one in settings.lint.severities.items()}
    assert levels == {
        "fails_open": Severity.ERROR,
        "no_stop": None,
        "waiver_ending": Severity.WARNING,
    }
    assert {key: one.value for key, one in settings.lint.options.items()} == {
        ("waiver_ending", "days"): 14
    }
    assert [one.span.text for one in settings.lint.options.values()] == ["days"]
    assert (settings.test.coverage, settings.test.bounds, settings.test.mutation) == (95, None, 0)


def test_it_is_found_above(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert find(below) is None or not find(below).is_relative_to(tmp_path)  # type: ignore[union-attr]
    (tmp_path / "policydsl.toml").write_text("")
    assert find(below) == tmp_path / "policydsl.toml"
    (tmp_path / "a" / "policydsl.toml").mkdir()
    assert find(below) == tmp_path / "policydsl.toml"


def test_without_a_file_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "NAME", "no-such-file.toml")
    assert read_settings(tmp_path) == (Settings(), ())


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\xff", "E003"), (b"#" * 300_000, "P106"), (b"a = " + b"[" * 100_000, "P101")],
)
def test_what_cannot_be_read(tmp_path: Path, data: bytes, code: str) -> None:
    (tmp_path / "policydsl.toml").write_bytes(data)
    settings, found = read_settings(tmp_path)
    assert [one.code for one in found] == [code]
    assert settings == Settings(folder=tmp_path)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "policydsl.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    settings, found = read_settings(tmp_path)
    assert (found, settings.test.coverage) == ((), 95)


def test_keys_have_places_wherever_they_stand() -> None:
    text = "a.b = 1\n[c]\nd = 2\n['e'.\"f\"]\ng = {h = 3}\n"
    found = reading.places(Source("x", text))
    for path, shown in ((("a", "b"), "a.b"), (("c", "d"), "d"), (("e", "f", "g", "h"), "g")):
        assert found.of(*path).text == shown
    assert found.of("nowhere").text == text


if __name__ == "__main__":
    GOLDEN.write_text(golden(), "utf-8", newline="\n")
