"""Files: written whole or not at all, whatever they are."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from policydsl.formatting.files import format_bytes, format_paths

UGLY = "policy p   otherwise deny\r\n"
NICE = "policy p\n  otherwise deny\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def put(name: str, text: str | bytes = UGLY) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_files_of_a_folder_in_both_spellings() -> None:
    put("a/one.policy")
    put("a/b/two.policy.yaml", "otherwise:   deny\npolicy: q\n")
    put("a/nice.policy", NICE)
    put("a/not_ours.yaml", "x:   y\n")
    results = list(format_paths([Path("a")], write=True))
    assert [(result.name, result.changes) for result in results] == [
        ("a/b/two.policy.yaml", True),
        ("a/nice.policy", False),
        ("a/one.policy", True),
    ]
    assert Path("a/one.policy").read_bytes() == NICE.encode()
    assert Path("a/b/two.policy.yaml").read_bytes() == b"otherwise: deny\npolicy: q\n"
    assert Path("a/not_ours.yaml").read_text() == "x:   y\n"
    assert not any(result.changes for result in format_paths([Path("a")], write=True))
    assert sorted(path.name for path in Path("a").iterdir()) == [
        "b",
        "nice.policy",
        "not_ours.yaml",
        "one.policy",
    ]


def test_nothing_is_written_unless_asked() -> None:
    path = put("one.policy")
    [result] = format_paths([path], write=False)
    assert result.changes
    assert (result.before, result.after) == (UGLY, NICE)
    assert path.read_bytes() == UGLY.encode()


def test_a_byte_order_mark_is_dropped() -> None:
    path = put("one.policy", b"\xef\xbb\xbf" + NICE.encode())
    [result] = format_paths([path], write=True)
    assert result.changes
    assert path.read_bytes() == NICE.encode()


def test_a_file_that_is_formatted_is_not_touched() -> None:
    path = put("one.policy", NICE)
    before = path.stat()
    list(format_paths([path], write=True))
    after = path.stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_the_mode_stays() -> None:
    path = put("one.policy")
    path.chmod(0o640)
    list(format_paths([path], write=True))
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_stays_a_link() -> None:
    path = put("real/one.policy")
    link = Path("link.policy")
    link.symlink_to(path)
    list(format_paths([link], write=True))
    assert link.is_symlink()
    assert path.read_bytes() == NICE.encode()


def test_a_link_out_of_a_folder_is_not_followed() -> None:
    outside = put("outside.policy")
    put("a/one.policy", NICE)
    Path("a/link.policy").symlink_to(outside.absolute())
    results = list(format_paths([Path("a")], write=True))
    assert [one.code for result in results for one in result.diagnostics] == ["E009"]
    assert outside.read_bytes() == UGLY.encode()


def test_a_read_only_file_is_left() -> None:
    path = put("one.policy")
    path.chmod(0o444)
    [result] = format_paths([path], write=True)
    assert result.problem == "Permission denied"
    assert path.read_bytes() == UGLY.encode()
    assert [each.name for each in Path().iterdir()] == ["one.policy"]


def test_what_breaks_in_the_middle_leaves_the_file_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = put("one.policy")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    [result] = format_paths([path], write=True)
    assert result.problem == "No space left on device"
    assert path.read_bytes() == UGLY.encode()
    assert [each.name for each in Path().iterdir()] == ["one.policy"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"policy p when\n", "E"),
        (b"\xff\xfe\x00", "E004"),
        (b"\x00\xc3", "E003"),
        (b"", "E006"),
        (b"#" * (1024 * 1024 + 1), "E005"),
    ],
)
def test_a_file_with_errors_is_left(data: bytes, code: str) -> None:
    path = put("one.policy", data)
    [result] = format_paths([path], write=True)
    assert result.after is None
    assert [one.code[: len(code)] for one in result.diagnostics] == [code]
    assert path.read_bytes() == data


def test_what_is_not_there_and_what_is_no_file() -> None:
    Path("empty").mkdir()
    results = list(format_paths([Path("no.policy"), Path("empty")], write=True))
    assert [one.code for result in results for one in result.diagnostics] == ["E001", "E002"]


def test_standard_input_in_either_spelling() -> None:
    assert format_bytes(UGLY.encode(), "-", is_yaml=False).after == NICE
    data = b"{policy: p, otherwise: deny}"
    assert format_bytes(data, "-", is_yaml=True).after == "policy: p\notherwise: deny\n"
    assert format_bytes(data, "-", is_yaml=True, to_yaml=False).after == NICE
    assert format_bytes(b"\xff", "-", is_yaml=False).after is None


def test_a_name_as_long_as_a_system_allows(tmp_path: Path) -> None:
    path = tmp_path / f"{'策' * 82}.policy"
    path.write_text("policy a.b otherwise deny", "utf-8")
    [result] = format_paths([path], write=True)
    assert (result.problem, path.read_text("utf-8")) == ("", "policy a.b\n  otherwise deny\n")
