"""Where `use` finds a policy, in which order, and what a hostile folder cannot do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from unittest.mock import patch

import pytest

from policydsl.diagnostics import Diagnostic
from policydsl.policy.composition import ComposedPolicy
from policydsl.policy.files import is_file, is_folder
from policydsl.policy.library import Library, shipped_packs, shown_path
from policydsl.policy.loading import check_files, load_files, read_paths
from policydsl.syntax import tree

HOUSE = "policy house\n  otherwise deny\nuse law.calls\n"


def law(version: str, dates: str = "", name: str = "law.calls") -> str:
    return f'policy {name}\n  version "{version}"\n  otherwise deny\n{dates}'


def write(folder: Path, texts: Mapping[str, str]) -> Path:
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def load(*paths: Path) -> tuple[ComposedPolicy | None, tuple[Diagnostic, ...]]:
    read, folders = read_paths(paths)
    return load_files(read, folders, None)


def versions_used(*paths: Path) -> list[str]:
    """The versions of `law.calls` that a policy is composed with."""
    policy, found = load(*paths)
    assert policy is not None, [one.message() for one in found]
    return versions_of(policy)


def versions_of(policy: ComposedPolicy) -> list[str]:
    used = [one.head[0].value for one in policy.policies if one.name.text == "law.calls"]
    return [value.text for value in used if isinstance(value, tree.Text)]


def codes(*paths: Path) -> list[str]:
    return [one.code for one in load(*paths)[1]]


def test_given_comes_before_beside_before_folders_before_shipped(tmp_path: Path) -> None:
    write(tmp_path, {"near/house.policy": HOUSE})
    near, folder = tmp_path / "near", tmp_path / "folder"
    shipped = write(tmp_path / "shipped", {"law/calls.policy": law("shipped")})
    house = near / "house.policy"
    with patch("policydsl.policy.library.shipped_packs", return_value=shipped):
        assert versions_used(house) == ["shipped"]
        write(folder, {"other.policy": "policy other\n  otherwise deny\n"})
        write(folder, {"deep/law.calls.policy": law("lost")})
        read, _ = read_paths([house])
        composed, _ = load_files(read, (write(folder, {"law.calls.policy": law("folder")}),), None)
        assert composed is not None
        assert versions_of(composed) == ["folder"]
        write(near, {"law.calls.policy": law("beside")})
        assert versions_used(house) == ["beside"]
        given = write(tmp_path, {"given.policy": law("given")}) / "given.policy"
        assert versions_used(house, given) == ["given"]


def test_candidates_beside_a_file_in_their_order(tmp_path: Path) -> None:
    house = write(tmp_path, {"house.policy": HOUSE}) / "house.policy"
    yaml = 'policy: law.calls\nversion: "{}"\notherwise: deny\n'
    places = {
        "law/calls/any.policy": law("folder"),
        "law.calls.policy.yml": yaml.format("flat yml"),
        "law.calls.policy.yaml": yaml.format("flat yaml"),
        "law.calls.policy": law("flat"),
        "law/calls.policy.yml": yaml.format("nested yml"),
        "law/calls.policy.yaml": yaml.format("nested yaml"),
        "law/calls.policy": law("nested"),
    }
    for name, text in places.items():
        write(tmp_path, {name: text})
        assert versions_used(house) == [
            text.partition('version "')[2].partition('"')[0]
            or text.partition('version: "')[2].partition('"')[0]
        ]


def test_a_file_that_holds_something_else_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, {"house.policy": HOUSE, "law/calls.policy": law("x", name="law.texts")})
    assert codes(tmp_path / "house.policy") == ["E501"]
    write(tmp_path, {"law.calls.policy": law("flat")})
    assert versions_used(tmp_path / "house.policy") == ["flat"]


def test_a_folder_holds_several_versions(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "house.policy": HOUSE,
            "law/calls/old.policy": law("1", "  effective until 2026-01-01\n"),
            "law/calls/new.policy": law("2", "  effective from 2026-01-01\n"),
            "law/calls/notes.txt": "not a policy",
        },
    )
    assert sorted(versions_used(tmp_path / "house.policy")) == ["1", "2"]


def test_a_folder_without_policies_is_no_pack(tmp_path: Path) -> None:
    house = HOUSE.replace("law.calls", "us.reg_f")
    write(tmp_path, {"house.policy": house, "us/reg_f/readme.md": "notes"})
    assert codes(tmp_path / "house.policy") == []


@pytest.mark.parametrize("broken", ["polcy law.calls\n", "\xff\n", "policy law.calls {\n"])
def test_a_broken_file_is_reported_and_not_called_missing(tmp_path: Path, broken: str) -> None:
    write(tmp_path, {"house.policy": HOUSE})
    (tmp_path / "law.calls.policy").write_bytes(broken.encode("latin-1"))
    found = load(tmp_path / "house.policy")[1]
    assert len(found) == 1
    assert found[0].code != "E501"


def test_names_lost_in_a_used_file_are_not_reported_again(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "house.policy": HOUSE + "deny x when person.frail\n",
            "law.calls.policy": law("1") + "fact person.frail : flagg\n",
        },
    )
    assert codes(tmp_path / "house.policy") == ["E215"]


@pytest.mark.parametrize("name", ["a" * 300, "a.b" + ".c" * 200, "ünter", "策略.甲"])
def test_names_that_no_file_has(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"house.policy": HOUSE.replace("law.calls", name)})
    assert codes(tmp_path / "house.policy") == ["E501"]
    assert not is_file(tmp_path / ("a" * 300))
    assert not is_folder(tmp_path / ("a" * 300))


@pytest.mark.parametrize("name", ["", ".", "..", "a..b", "../a", "a/b", "a\\b"])
def test_a_name_leads_nowhere_outside(tmp_path: Path, name: str) -> None:
    write(tmp_path, {"a.policy": law("1", name="a")})
    assert Library([], ()).find(name, tmp_path / "in") == []


def test_links_lead_nowhere_outside(tmp_path: Path) -> None:
    inside = write(tmp_path / "in", {"house.policy": HOUSE})
    outside = write(tmp_path / "out", {"calls.policy": law("secret")})
    (inside / "law").symlink_to(outside)
    assert codes(inside / "house.policy") == ["E501"]
    (inside / "law").unlink()
    (inside / "law.calls.policy").symlink_to(outside / "calls.policy")
    assert codes(inside / "house.policy") == ["E501"]
    assert codes(inside) == ["E009", "E501"]


def test_links_inside_are_fine_and_circles_are_reported(tmp_path: Path) -> None:
    write(tmp_path, {"house.policy": HOUSE, "versions/1.policy": law("1")})
    (tmp_path / "law.calls.policy").symlink_to(tmp_path / "versions" / "1.policy")
    assert versions_used(tmp_path / "house.policy") == ["1"]
    circle = tmp_path / "circle"
    circle.mkdir()
    (circle / "a.policy").symlink_to(circle / "b.policy")
    (circle / "b.policy").symlink_to(circle / "a.policy")
    assert codes(circle) == ["E002", "E002"]
    (circle / "b.policy").unlink()
    assert codes(circle) == ["E001"]


def test_hidden_files_and_other_names_are_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "house.policy": "policy house\n  otherwise deny\n",
            ".hidden/x.policy": "x",
            "law.policy.bak": "x",
            "law.policy.test.yaml": "x",
            "sub.policy/inner.policy": "policy inner\n  otherwise deny\n",
        },
    )
    policy, _ = load(tmp_path)
    assert policy is not None
    assert sorted(one.name.text for one in policy.policies) == ["house", "inner"]


def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, {"house.policy": HOUSE})
    with patch("os.scandir", side_effect=PermissionError(13, "Permission denied")):
        found = load(tmp_path)[1]
    assert [one.code for one in found] == ["E002"]
    assert [hint.key for hint in found[0].notes] == ["system"]


def test_a_link_to_nothing_is_reported_where_it_is_used(tmp_path: Path) -> None:
    write(tmp_path, {"house.policy": HOUSE})
    (tmp_path / "law.calls.policy").symlink_to(tmp_path / "gone.policy")
    assert codes(tmp_path / "house.policy") == ["E501"]


def test_packs_are_shown_from_their_folder(tmp_path: Path) -> None:
    assert shown_path(shipped_packs() / "us" / "reg_f.policy") == "policies/us/reg_f.policy"
    assert shown_path(tmp_path / "a.policy") == (tmp_path / "a.policy").as_posix()


def test_a_misspelt_pack_is_suggested(tmp_path: Path) -> None:
    write(tmp_path, {"house.policy": HOUSE.replace("law.calls", "us.reg_ff")})
    (found,) = load(tmp_path / "house.policy")[1]
    assert [dict(hint.args)["suggestion"] for hint in found.helps] == ["us.reg_f"]


def test_check_composes_each_policy_with_those_beside_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "house.policy": HOUSE,
            "law.calls.policy": law("1") + "deny x when person.nothing\n",
        },
    )
    read, folders = read_paths([tmp_path / "house.policy"])
    assert [one.code for one in check_files(read, folders, None)] == ["E303"]
