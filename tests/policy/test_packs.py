"""What a pack says of itself, read from its file."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from policydsl.policy.packs import Pack, PackRule, read_packs, rules_of

LAW = """# A law of one land.
policy xx.law "A law"
  version "2026.1"
  checked 2026-11-24
  effective from 2026-01-01
  effective through 2026-12-31
  otherwise deny
source act = "Act"
fact person.cease : flag = no
quiet hours night "Night" from 22:00 to 08:00
  effective from 2026-08-11
  basis law as reported cite act "3"
  say en "it is night" say zh "夜间"
deny cease when person.cease basis law cite act
exempt urgent "Urgent" when purpose is security lifts night
  effective until 2026-10-01
  basis guidance cite act say en "urgent"
oblige identify must state_identity
ladder steps per debt
  step one via sms

policy xx.law
  version "2027.1"
  effective from 2027-01-01
  otherwise deny
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation with one pack, an example, and what is none."""
    for name in ("policydsl.policy.packs", "policydsl.policy.library"):
        monkeypatch.setattr(f"{name}.shipped_packs", lambda: tmp_path)
    write(tmp_path, "xx/law.policy", LAW)
    write(tmp_path, "xx/law.test.yaml", "tests: xx.law\n")
    write(tmp_path, "examples/first/whole.policy", "policy whole\n  otherwise deny\n")
    write(tmp_path, "stray.policy", "policy stray\n  otherwise deny\n")
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def only(packs: tuple[Pack, ...], version: str) -> Pack:
    (found,) = [pack for pack in packs if pack.version == version]
    return found


def by_name(pack: Pack) -> dict[str, PackRule]:
    return {rule.rule.name.text: rule for rule in rules_of(pack)}


def test_packs_are_what_lies_in_the_folder_of_a_jurisdiction(folder: Path) -> None:
    packs, found = read_packs()
    assert found == ()
    assert [(pack.name, pack.version, pack.jurisdiction) for pack in packs] == [
        ("xx.law", "2026.1", "xx"),
        ("xx.law", "2027.1", "xx"),
    ]


def test_what_a_pack_says_in_its_head(folder: Path) -> None:
    packs, _ = read_packs()
    pack = only(packs, "2026.1")
    assert (pack.title, pack.file) == ("A law", "policies/xx/law.policy")
    assert pack.checked == date(2026, 11, 24)
    assert (pack.start, pack.end) == (date(2026, 1, 1), date(2027, 1, 1))
    assert pack.reported == 1
    bare = only(packs, "2027.1")
    assert (bare.title, bare.checked, bare.end, bare.reported) == (None, None, None, 0)


@pytest.mark.parametrize(
    ("today", "change"),
    [
        ("2025-12-31", date(2026, 1, 1)),
        ("2026-01-01", date(2026, 8, 11)),
        ("2026-08-10", date(2026, 8, 11)),
        ("2026-08-11", date(2026, 10, 1)),
        ("2026-10-01", date(2027, 1, 1)),
        ("2027-01-01", None),
    ],
)
def test_the_next_change_is_of_the_pack_or_of_a_rule(
    folder: Path, today: str, change: date | None
) -> None:
    pack = only(read_packs()[0], "2026.1")
    assert pack.next_change(date.fromisoformat(today)) == change


def test_what_rules_say(folder: Path) -> None:
    rules = by_name(only(read_packs()[0], "2026.1"))
    assert list(rules) == ["night", "cease", "urgent", "identify", "steps"]
    night = rules["night"]
    assert (night.id, night.title) == ("xx.law.night", "Night")
    assert (night.basis, night.citation) == ("law as reported", "Act, 3")
    assert dict(night.texts) == {"en": "it is night", "zh": "夜间"}
    assert dict(night.words)["en"] == "no contact from 22:00 to 08:00"
    assert (night.start, night.end) == (date(2026, 8, 11), None)
    assert rules["cease"].words == ()
    urgent = rules["urgent"]
    assert (urgent.basis, dict(urgent.texts), urgent.words) == ("guidance", {"en": "urgent"}, ())
    assert urgent.end == date(2026, 10, 1)
    assert dict(rules["identify"].words)["en"] == "must: state_identity"
    assert rules["steps"].basis == "house"


def test_a_pack_may_use_the_facts_of_another(folder: Path) -> None:
    more = (
        "policy xx.more\n  otherwise deny\nuse xx.law\n"
        'cap few "Few" at most 1 attempt per person ever when person.cease\n'
    )
    write(folder, "xx/more.policy", more)
    packs, _ = read_packs()
    (rule,) = rules_of(next(pack for pack in packs if pack.name == "xx.more"))
    assert (rule.id, rule.title) == ("xx.more.few", "Few")


def test_a_broken_pack_is_reported(folder: Path) -> None:
    write(folder, "yy/bad.policy", "policy yy.bad\n  otherwise deny\ndeny x whem person.cease\n")
    packs, found = read_packs()
    assert {pack.name for pack in packs} >= {"xx.law"}
    assert [one.span.source.name for one in found if one.span] == ["policies/yy/bad.policy"]


def test_every_pack_of_the_tree_is_shipped_and_nothing_else() -> None:
    """The lists in pyproject.toml take all packs and leave out examples and tests."""
    root = Path(__file__).parents[2]
    tool = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    folder = root / tool["package-dir"]["policydsl.packs"]
    taken, left_out = (
        {path for pattern in tool[key]["policydsl.packs"] for path in folder.glob(pattern)}
        for key in ("package-data", "exclude-package-data")
    )
    shipped = {path for path in taken - left_out if path.is_file()}
    # In a glob of Python, `**` at the end means folders alone.
    shipped = {path for path in shipped if path.parent not in left_out}
    assert shipped == {pack.path for pack in read_packs()[0]}
