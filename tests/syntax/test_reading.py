"""Files as they are found: every way in which one cannot be read is answered, none raises."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policydsl.diagnostics import Diagnostic, Source
from policydsl.diagnostics.render_text import render
from policydsl.syntax.reading import decode, read_source
from policydsl.syntax.screening import MOST_BYTES

AS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def said(answer: Source | Diagnostic) -> str:
    assert isinstance(answer, Diagnostic)
    return render([answer])


def test_a_file_of_clean_text(tmp_path: Path) -> None:
    file = tmp_path / "a.policy"
    file.write_bytes('\ufeffpolicy 甲 "乙"\r\n'.encode())
    assert read_source(file, "policies/a.policy") == Source(
        "policies/a.policy", 'policy 甲 "乙"\r\n'
    )


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "house.policy").touch()
    assert said(read_source(tmp_path / "hosue.policy", "policies/hosue.policy")) == (
        "error[E001]: there is no file or folder `policies/hosue.policy`\n"
        "help: did you mean `policies/house.policy`?\n"
    )
    assert said(read_source(tmp_path / "visits.policy", "visits.policy")) == (
        "error[E001]: there is no file or folder `visits.policy`\n"
    )
    assert said(read_source(tmp_path / "no" / "a.policy", "shown")).startswith("error[E001]")
    inside = tmp_path / "house.policy" / "a.policy"
    assert said(read_source(inside, "shown")).startswith("error[E001]")


def test_what_is_not_a_file(tmp_path: Path) -> None:
    assert said(read_source(tmp_path, "policies")) == (
        "error[E002]: `policies` cannot be read\nhelp: it is neither a file nor a folder\n"
    )
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert said(read_source(pipe, "pipe")).startswith("error[E002]")


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    file = tmp_path / "a.policy"
    file.write_text("policy a\n")
    monkeypatch.setattr(Path, "open", refuse)
    assert said(read_source(file, "a.policy")) == (
        "error[E002]: `a.policy` cannot be read\n"
        "help: you are not permitted to read it; ask its owner, or change its permissions\n"
    )


@pytest.mark.skipif(AS_ROOT, reason="root may read everything")
def test_permissions_of_the_system(tmp_path: Path) -> None:
    file = tmp_path / "a.policy"
    file.write_text("policy a\n")
    file.chmod(0)
    assert said(read_source(file, "a.policy")).startswith("error[E002]")


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    assert said(read_source(tmp_path / ("x" * 5000), "long")).startswith(
        "error[E002]: `long` cannot be read\nnote: the system says: "
    )
    assert said(read_source(tmp_path / "a\0b", "nul")).startswith("error[E002]")


def test_a_file_over_the_size(tmp_path: Path) -> None:
    file = tmp_path / "a.policy"
    with file.open("wb") as out:
        out.truncate(MOST_BYTES + 1)
    assert said(read_source(file, "a.policy")) == (
        "error[E005]: `a.policy` has 1048577 bytes, more than the 1 MiB that a policy may have\n"
        "help: split it into several policies and join them with `use`\n"
    )
    assert isinstance(decode(b"#" * MOST_BYTES, "a"), Source)
    assert said(decode(b"#" * (MOST_BYTES + 1), "a")).startswith("error[E005]")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_other_encodings_of_unicode(encoding: str) -> None:
    assert said(decode("\ufeffpolicy a".encode(encoding), "a")).startswith(
        f"error[E004]: `a` is saved as {encoding[:6].upper()}, and policies are UTF-8\n"
    )


def test_what_is_not_utf_8() -> None:
    assert said(decode("policy 甲".encode("gb18030"), "a")) == (
        "error[E003]: `a` is not UTF-8 text (byte 7)\nhelp: save the file with the encoding UTF-8\n"
    )
    assert said(decode(b"\x89PNG\0\xff", "a.png")) == (
        "error[E003]: `a.png` is not UTF-8 text (byte 0)\n"
        "help: it looks like a binary file, not like a policy\n"
    )


@pytest.mark.parametrize("data", [b"", b" \r\n\t", b"\xef\xbb\xbf"])
def test_an_empty_file(data: bytes) -> None:
    assert said(decode(data, "a")).startswith("error[E006]: `a` holds no policy\n")


def test_characters_that_no_policy_may_hold() -> None:
    assert said(decode(b"policy a\0", "a")).startswith("error[E008]")
    assert said(decode("policy a # \u2066".encode(), "a")).startswith("error[E007]")
