"""`use`, `tighten`, `waive`, versions, several roots, the digest: what composition does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import policydsl
from policydsl.policy.composition import ComposedPolicy
from policydsl.policy.loading import check_files, load_files, read_paths
from tests.support import judged, reasons, request

PACK = """policy law
  version "1"
  governs purpose in {collections, servicing}
  otherwise deny
fact person.cease : flag = no
cap daily at most 3 attempts by voice per person in a calendar day
gap apart at least 4 hours between attempts by voice per person
cooldown rest wait 7 consecutive days after refusal per person
deny cease code CEASE when person.cease
"""
HOUSE = "policy house\n  governs purpose in {collections}\n  otherwise allow\nuse law\n"


def write(folder: Path, **texts: str) -> Path:
    for name, text in texts.items():
        folder.joinpath(f"{name}.policy").write_text(text, "utf-8")
    return folder


def load(*paths: Path, today: date | None = None) -> tuple[ComposedPolicy | None, list[str]]:
    files, folders = read_paths(paths)
    composed, found = load_files(files, folders, today)
    return composed, [one.code for one in found]


def good(*paths: Path) -> ComposedPolicy:
    composed, found = load(*paths)
    assert composed is not None, found
    return composed


def attempts(count: int) -> list[dict[str, object]]:
    return [
        {
            "id": f"e{hour}",
            "kind": "contact",
            "at": f"2026-03-04T0{hour}:00:00+08:00",
            "channel": "voice",
            "direction": "outbound",
        }
        for hour in range(count)
    ]


def test_a_used_policy_brings_its_rules_under_their_own_names(tmp_path: Path) -> None:
    folder = write(tmp_path, law=PACK, house=HOUSE)
    composed = good(folder / "house.policy")
    said = judged(composed, request(person={"cease": True}))
    assert [one.rule for one in said.reasons] == ["law.cease"]


def test_the_root_alone_says_what_is_governed(tmp_path: Path) -> None:
    composed = good(write(tmp_path, law=PACK, house=HOUSE) / "house.policy")
    servicing = request(person={"cease": True}, proposal={"purpose": "servicing"})
    assert reasons(judged(composed, servicing)) == ["NO_RULE_APPLIES"]
    assert judged(composed, servicing).verdict == "allow"


def test_use_when_gates_the_used_rules_and_unknown_uses(tmp_path: Path) -> None:
    house = HOUSE.replace("use law", 'use law when person.region starts with "US"')
    composed = good(write(tmp_path, law=PACK, house=house) / "house.policy")
    ceased = {"cease": True}
    assert judged(composed, request(person={**ceased, "region": "CN"})).verdict == "allow"
    assert judged(composed, request(person={**ceased, "region": "US-FL"})).verdict == "deny"
    assert judged(composed, request(person=ceased)).verdict == "deny"


def test_a_policy_used_on_two_ways_applies_on_either(tmp_path: Path) -> None:
    left = "policy left\n  otherwise deny\nuse law when channel is voice\n"
    right = "policy right\n  otherwise deny\nuse law when channel is sms\n"
    top = "policy top\n  otherwise deny\nuse left\nuse right\n"
    folder = write(tmp_path, law=PACK, left=left, right=right, top=top)
    composed = good(folder / "top.policy")
    for channel, verdict in (("voice", "deny"), ("sms", "deny"), ("email", "allow")):
        made = request(person={"cease": True}, proposal={"channel": channel})
        assert judged(composed, made).verdict == verdict


def test_use_finds_shipped_packs_from_anywhere(tmp_path: Path) -> None:
    house = "policy house\n  otherwise deny\nuse us.reg_f\n"
    composed = good(write(tmp_path, house=house) / "house.policy")
    assert "us.reg_f" in {policy.name.text for policy in composed.policies}


def test_use_finds_nested_and_flat_names_and_folders(tmp_path: Path) -> None:
    part = "policy {name}\n  otherwise deny\n"
    for name, path in (
        ("a.b.c", "a/b/c.policy"),
        ("d.e", "d.e.policy"),
        ("f", "f/anything.policy"),
        ("g", "g.policy.yaml"),
    ):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = part.format(name=name)
        if path.endswith("yaml"):
            text = f"policy: {name}\notherwise: deny\n"
        target.write_text(text, "utf-8")
    house = "policy house\n  otherwise deny\nuse a.b.c\nuse d.e\nuse f\nuse g\n"
    composed = good(write(tmp_path, house=house) / "house.policy")
    assert len(composed.policies) == 5


@pytest.mark.parametrize(
    ("texts", "codes"),
    [
        ({"house": "policy house\n  otherwise deny\nuse lawe\n", "lawe2": PACK}, ["E501"]),
        (
            {
                "house": "policy house\n  otherwise deny\nuse b\n",
                "b": "policy b\n  otherwise deny\nuse house\n",
            },
            ["E502"],
        ),
        ({"house": HOUSE.replace("  otherwise allow\n", ""), "law": PACK}, ["E511"]),
        ({"house": HOUSE + "tighten law.weekly to at most 2\n", "law": PACK}, ["E505"]),
        ({"house": HOUSE + "tighten law.daily to at most 3\n", "law": PACK}, ["E506"]),
        ({"house": HOUSE + "tighten law.daily to at most 9\n", "law": PACK}, ["E506"]),
        ({"house": HOUSE + "tighten law.daily to at least 3 hours\n", "law": PACK}, ["E507"]),
        ({"house": HOUSE + "tighten law.cease to at most 3\n", "law": PACK}, ["E507"]),
        ({"house": HOUSE + "tighten law.apart to at least 3 hours\n", "law": PACK}, ["E506"]),
        ({"house": HOUSE + "tighten law.rest to wait 7 rolling days\n", "law": PACK}, ["E508"]),
        ({"house": HOUSE + "tighten law.rest to wait 6 full days\n", "law": PACK}, ["E506"]),
        (
            {
                "house": HOUSE + 'waive law.cesae until 2027-01-01 because "x" approved by "a@b"\n',
                "law": PACK,
            },
            ["E509"],
        ),
        (
            {
                "house": HOUSE + 'waive law.cease until 2026-03-01 because "x" approved by "a@b"\n',
                "law": PACK,
            },
            ["E510"],
        ),
        (
            {
                "house": HOUSE + 'waive law.cease until 2027-01-01 because " " approved by ""\n',
                "law": PACK,
            },
            ["E512", "E512"],
        ),
    ],
)
def test_mistakes(tmp_path: Path, texts: dict[str, str], codes: list[str]) -> None:
    folder = write(tmp_path, **texts)
    assert load(folder / "house.policy", today=date(2026, 3, 4)) == (None, codes)


def test_tighten_makes_stricter_and_nothing_else(tmp_path: Path) -> None:
    house = (
        HOUSE
        + "tighten law.daily to at most 2\n"
        + "tighten law.apart to at least 5 hours\n"
        + "tighten law.rest to wait 7 full days\n"
    )
    composed = good(write(tmp_path, law=PACK, house=house) / "house.policy")
    for at, rules in (
        ("05:59:59", ["law.apart", "law.daily"]),
        ("06:00:00", ["law.daily"]),
    ):
        said = judged(composed, request(f"2026-03-04T{at}+08:00", events=attempts(2)))
        assert [one.rule for one in said.reasons] == rules
    refusal = {"id": "r", "kind": "refusal", "at": "2026-03-01T10:00:00+08:00"}
    for day, verdict in ((8, "deny"), (9, "allow")):
        made = request(f"2026-03-0{day}T10:00:00+08:00", events=[refusal])
        assert judged(composed, made).verdict == verdict


def test_a_waiver_lifts_until_its_date_and_says_so(tmp_path: Path) -> None:
    waive = 'waive law.cease until 2026-03-10 because "court order" approved by "a@b"\n'
    folder = write(tmp_path, law=PACK, house=HOUSE + waive)
    composed, found = load(folder / "house.policy", today=date(2026, 3, 4))
    assert composed is not None
    assert found == ["W001"]
    ceased = {"cease": True}
    during = judged(composed, request("2026-03-09T23:59:59+08:00", person=ceased))
    assert during.verdict == "allow"
    assert [(one.code, one.rule) for one in during.warnings] == [("OVERRIDDEN", "law.cease")]
    after = judged(composed, request("2026-03-10T00:00:00+08:00", person=ceased))
    assert (after.verdict, after.warnings) == ("deny", ())
    unconcerned = judged(composed, request("2026-03-09T00:00:00+08:00"))
    assert unconcerned.warnings == ()


def test_a_waiver_is_not_passed_on(tmp_path: Path) -> None:
    waive = 'waive law.cease until 2027-03-10 because "x" approved by "a@b"\n'
    top = "policy top\n  otherwise deny\nuse house\n"
    folder = write(tmp_path, law=PACK, house=HOUSE + waive, top=top)
    composed = good(folder / "top.policy")
    assert judged(composed, request(person={"cease": True})).verdict == "deny"


OLD = PACK.replace('version "1"', 'version "1"\n  effective until 2026-03-05')
NEW = PACK.replace('version "1"', 'version "2"\n  effective from 2026-03-05').replace(
    "at most 3", "at most 1"
)


def test_the_version_in_force_at_the_instant_decides(tmp_path: Path) -> None:
    composed = good(write(tmp_path, old=OLD, new=NEW))
    assert composed.core.identity[:2] == ("law", "1, 2")
    before = request("2026-03-04T23:59:59+08:00", events=attempts(1))
    assert judged(composed, before).verdict == "allow"
    after_events = [{**attempts(1)[0], "at": "2026-03-05T00:00:00+08:00"}]
    after = request("2026-03-05T05:00:00+08:00", events=after_events)
    assert reasons(judged(composed, after)) == ["CAP_REACHED"]


def test_a_reason_speaks_for_the_version_that_gave_it(tmp_path: Path) -> None:
    policy = policydsl.load(write(tmp_path, old=OLD, new=NEW))
    for day, file in ((4, "old"), (5, "new")):
        ceased = request(f"2026-03-0{day}T12:00:00+08:00", person={"cease": True})
        decision = policy.decide(ceased)
        assert [reason.rule for reason in decision.reasons] == ["law.cease"]
        assert decision.origin(decision.reasons[0]).file.endswith(f"{file}.policy")
        assert decision.to_dict()["reasons"][0]["source"]["file"].endswith(f"{file}.policy")


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (NEW.replace("2026-03-05", "2026-03-04"), "E503"),
        (NEW.replace("2026-03-05", "2026-03-06"), "E504"),
    ],
)
def test_versions_neither_overlap_nor_leave_a_gap(tmp_path: Path, new: str, code: str) -> None:
    assert load(write(tmp_path, old=OLD, new=new)) == (None, [code])


def test_several_roots_are_governed_if_any_governs(tmp_path: Path) -> None:
    one = "policy one\n  governs purpose is a\n  otherwise allow\ndeny x when channel is voice\n"
    two = "policy two\n  governs purpose is b\n  otherwise review\ndeny y when channel is voice\n"
    composed = good(write(tmp_path, one=one, two=two))
    for purpose, rules in (("a", ["one.x"]), ("b", ["two.y"]), ("c", ["two"])):
        said = judged(composed, request(proposal={"purpose": purpose}))
        assert [reason.rule for reason in said.reasons] == rules
    assert said.verdict == "review"


def test_facts_declared_twice_must_agree(tmp_path: Path) -> None:
    house = HOUSE + "fact person.cease : flag\n"
    assert load(write(tmp_path, law=PACK, house=house) / "house.policy")[1] == ["E335"]
    house = HOUSE + "fact person.cease : text\n"
    assert load(write(tmp_path, law=PACK, house=house) / "house.policy")[1][0] == "E331"
    house = HOUSE + "fact person.cease : flag = no\n"
    assert load(write(tmp_path, law=PACK, house=house) / "house.policy")[1] == []


def test_the_digest_knows_neither_spelling_nor_layout_nor_order(tmp_path: Path) -> None:
    first = good(write(tmp_path, law=PACK) / "law.policy").core.identity[2]
    lines = PACK.splitlines()
    shuffled = "\n".join([*lines[:5], *reversed(lines[5:])]) + "\n# a comment\n"
    assert good(write(tmp_path, law=shuffled) / "law.policy").core.identity[2] == first
    changed = PACK.replace("at most 3", "at most 2")
    assert good(write(tmp_path, law=changed) / "law.policy").core.identity[2] != first
    assert first.startswith("sha256:")


def test_the_digest_covers_what_the_author_says_of_his_rules(tmp_path: Path) -> None:
    said = [
        PACK,
        PACK.replace('version "1"', 'version "1" checked 2026-03-02'),
        PACK.replace('version "1"', 'version "1" checked 2026-03-03'),
        PACK + 'basis law cite act "3"\nsource act = "Act"\n',
        PACK + 'basis law as reported cite act "3"\nsource act = "Act"\n',
    ]
    digests = [good(write(tmp_path, law=one) / "law.policy").core.identity[2] for one in said]
    assert len(set(digests)) == len(said)


def test_files_outside_the_folder_are_refused(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    write(outside, secret=PACK)
    inside.joinpath("law.policy").symlink_to(outside / "secret.policy")
    assert load(inside)[1] == ["E009"]
    write(inside, house=HOUSE)
    assert "E501" in load(inside / "house.policy")[1]


@pytest.mark.parametrize("name", ["..", "a/../../b", "/etc/passwd"])
def test_a_use_is_a_name_and_never_a_path(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(tmp_path, b=PACK)
    folder.joinpath("house.policy.yaml").write_text(
        f"policy: house\notherwise: deny\nuse: ['{name}']\n", "utf-8"
    )
    composed, found = load(folder / "house.policy.yaml")
    assert composed is None
    assert found


def test_a_folder_without_policies_and_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert load(tmp_path)[1] == ["E002"]
    assert load(tmp_path / "none.policy")[1] == ["E001"]


def test_names_lost_to_a_syntax_error_are_not_reported_again(tmp_path: Path) -> None:
    text = HOUSE.replace("use law\n", "") + (
        "fact person.cease : flagg\n\ndeny x when person.cease\n\ndeny y when person.sease\n"
    )
    write(tmp_path, house=text)
    files, folders = read_paths([tmp_path / "house.policy"])
    codes = [one.code for one in check_files(files, folders, None)]
    assert len(codes) == 2
    assert codes[1] == "E303"


def test_check_takes_every_policy_by_itself(tmp_path: Path) -> None:
    folder = write(tmp_path, law=PACK, house=HOUSE)
    files, folders = read_paths([folder])
    assert check_files(files, folders, None) == ()
    assert isinstance(good(folder), ComposedPolicy)


def test_what_lints_are_told_is_not_in_the_digest(tmp_path: Path) -> None:
    told = PACK.replace("otherwise", 'ignore no_stop because "meant"\n  otherwise') + (
        'ignore fails_open because "meant"\n'
    )
    digests = [
        good(write(tmp_path, law=one) / "law.policy").core.identity[2] for one in (PACK, told)
    ]
    assert digests[0] == digests[1]
