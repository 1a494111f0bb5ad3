"""The cache: remembers what is kept, forgets what is broken, and never stands in the way."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policydsl.project import cache as module
from policydsl.project.cache import (
    FOLDER,
    Cache,
    digest,
    file_stamp,
    folder_stamp,
    open_cache,
    surroundings,
)

KEY = digest("a")


def entry(base: Path, kind: str = "check", key: str = KEY) -> Path:
    return base / FOLDER / f"{kind}-{key}.json"


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    assert cache.get("check", KEY) is None
    assert not (tmp_path / FOLDER).exists()
    cache.put("check", KEY, {"found": ["夜间", 1, None]})
    assert open_cache(tmp_path).get("check", KEY) == {"found": ["夜间", 1, None]}
    assert cache.get("test", KEY) is None
    assert cache.get("check", digest("b")) is None
    assert (tmp_path / FOLDER / ".gitignore").read_text() == "*\n"


def test_it_may_be_deleted_at_any_time(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    cache.put("check", KEY, 1)
    for path in (tmp_path / FOLDER).iterdir():
        path.unlink()
    (tmp_path / FOLDER).rmdir()
    assert cache.get("check", KEY) is None
    cache.put("check", KEY, 2)
    assert cache.get("check", KEY) == 2


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"\xff\xfe", b"[" * 100_000, b"0" * 64 + b"\n{}"],
    ids=["empty", "no seal", "no text", "deep", "wrong seal"],
)
def test_a_broken_entry_is_ignored(tmp_path: Path, data: bytes) -> None:
    cache = open_cache(tmp_path)
    cache.put("check", KEY, 1)
    entry(tmp_path).write_bytes(data)
    assert cache.get("check", KEY) is None


def test_a_deep_value_under_a_right_seal_is_ignored(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    cache.put("check", KEY, 1)
    body = b"[" * 200_000
    entry(tmp_path).write_bytes(digest("check", KEY, body).encode() + b"\n" + body)
    assert cache.get("check", KEY) is None


def test_an_entry_of_another_key_is_ignored(tmp_path: Path) -> None:
    cache = open_cache(tmp_path)
    cache.put("check", KEY, 1)
    entry(tmp_path).rename(entry(tmp_path, key=digest("b")))
    assert cache.get("check", digest("b")) is None


def test_a_folder_that_cannot_be_written_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("a file in its place")
    cache = open_cache(tmp_path)
    cache.put("check", KEY, 1)
    assert cache.get("check", KEY) is None
    nowhere = open_cache(tmp_path / "no" / "such" / "folder")
    nowhere.put("check", KEY, 1)
    assert nowhere.get("check", KEY) is None


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (tmp_path / FOLDER).symlink_to(elsewhere)
    cache = open_cache(tmp_path)
    cache.put("check", KEY, 1)
    assert list(elsewhere.iterdir()) == []


def test_switched_off_it_keeps_nothing(tmp_path: Path) -> None:
    cache = open_cache(tmp_path, enabled=False)
    cache.put("check", KEY, 1)
    assert list(tmp_path.iterdir()) == []
    assert cache.get("check", KEY) is None


def test_an_entry_too_great_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 200)
    cache = open_cache(tmp_path)
    cache.put("check", KEY, "x" * 300)
    assert cache.get("check", KEY) is None
    cache.put("check", KEY, "x" * 20)
    assert cache.get("check", KEY) == "x" * 20


def test_the_longest_unused_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ENTRIES", 10)
    monkeypatch.setattr(module, "_PRUNED_EVERY", 1)
    cache = open_cache(tmp_path)
    keys = [digest(str(number)) for number in range(30)]
    mine = tmp_path / FOLDER / "notes.txt"
    for age, key in enumerate(keys):
        cache.put("check", key, age)
        if age == 0:
            mine.write_text("somebody's")
        if entry(tmp_path, key=key).exists():
            os.utime(entry(tmp_path, key=key), (age + 1, age + 1))
    kept = [key for key in keys if cache.get("check", key) is not None]
    assert len(kept) <= 11
    assert keys[-1] in kept
    assert keys[0] not in kept
    assert mine.exists()


def test_many_writers_leave_whole_entries(tmp_path: Path) -> None:
    def write(number: int) -> object:
        cache = open_cache(tmp_path)
        cache.put("check", KEY, ["x" * 10_000, number])
        return cache.get("check", KEY)

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(write, range(100)))
    assert all(isinstance(one, list) and one[0] == "x" * 10_000 for one in seen)
    assert {path.name for path in (tmp_path / FOLDER).iterdir()} == {
        entry(tmp_path).name,
        ".gitignore",
        "CACHEDIR.TAG",
    }


def test_nothing_is_kept_without_a_folder() -> None:
    cache = Cache(None)
    cache.put("check", KEY, 1)
    assert cache.get("check", KEY) is None


def test_keys_tell_parts_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc")
    assert digest("a") == digest(b"a")
    assert digest("\ud800") != digest("")
    assert surroundings() == surroundings()
    assert surroundings(["tzdata 2026a"]) != surroundings(["tzdata 2026b"])


def test_further_folders_are_around_too(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    before = surroundings((), tmp_path)
    (tmp_path / "sub" / "a.policy").write_text("policy a")
    assert surroundings((), tmp_path) != before


def test_stamps_of_files_and_folders(tmp_path: Path) -> None:
    path = tmp_path / "a.policy"
    assert file_stamp(path) is None
    assert file_stamp(tmp_path) is None
    assert folder_stamp(tmp_path / "none") is None
    empty = folder_stamp(tmp_path)
    path.write_text("policy a")
    (tmp_path / "b.txt").write_text("no policy")
    first = file_stamp(path), folder_stamp(tmp_path)
    assert first[1] not in (None, empty)
    path.write_text("policy b")
    assert file_stamp(path) != first[0]
    assert folder_stamp(tmp_path) != first[1]
    assert folder_stamp(tmp_path, most=0) is None
