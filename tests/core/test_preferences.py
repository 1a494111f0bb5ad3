"""What a person ruled out: each wish by all that it names, any wish rules out."""

from __future__ import annotations

import pytest

from policydsl.core.formula import RuledOut
from policydsl.core.request import Preference
from tests.core.build import MICRO, at, truth

NOW = at("2026-03-04 10:00")
WISHES = RuledOut("person.wishes")


def ruled_out(
    *wishes: Preference, now: int = NOW, zone: str | None = "America/New_York", **facts: object
) -> bool | None:
    given = {"person.wishes": wishes} | {
        name.replace("__", "."): value for name, value in facts.items()
    }
    return truth(WISHES, now, given, zone=zone)


def test_no_wish_rules_nothing_out() -> None:
    assert ruled_out() is False
    assert truth(WISHES, NOW, {"person.wishes": None}) is False


def test_wishes_that_are_missing_are_unknown() -> None:
    assert truth(WISHES, NOW) is None


def test_a_wish_that_names_nothing_rules_everything_out() -> None:
    assert ruled_out(Preference()) is True


@pytest.mark.parametrize(
    ("wish", "path"),
    [
        (Preference(channels=frozenset({"voice"})), "proposal.channel"),
        (Preference(addresses=frozenset({"voice"})), "proposal.address"),
        (Preference(places=frozenset({"voice"})), "address.place"),
    ],
)
def test_channels_addresses_and_places(wish: Preference, path: str) -> None:
    key = path.replace(".", "__")
    assert ruled_out(wish, **{key: "voice"}) is True
    assert ruled_out(wish, **{key: "other"}) is False
    assert ruled_out(wish, **{key: ...}) is None
    assert ruled_out(wish, **{key: None}) is False


def test_all_that_a_wish_names_must_fit() -> None:
    wish = Preference(channels=frozenset({"voice"}), places=frozenset({"work"}))
    assert ruled_out(wish, address__place="work") is True
    assert ruled_out(wish, address__place="home") is False
    assert ruled_out(wish, address__place="work", proposal__channel="sms") is False


def test_any_wish_suffices() -> None:
    sms, voice = Preference(channels=frozenset({"sms"})), Preference(channels=frozenset({"voice"}))
    assert ruled_out(sms, voice) is True
    assert ruled_out(sms) is False


def test_a_wish_holds_from_its_start_until_its_end() -> None:
    assert ruled_out(Preference(start=NOW)) is True
    assert ruled_out(Preference(start=NOW + MICRO)) is False
    assert ruled_out(Preference(end=NOW)) is False
    assert ruled_out(Preference(end=NOW + MICRO)) is True


def test_days_and_times_are_of_the_local_clock() -> None:
    wednesday_morning = Preference(days=frozenset({2}), intervals=((540, 660),))
    assert ruled_out(wednesday_morning) is True
    assert ruled_out(wednesday_morning, now=at("2026-03-04 11:00")) is False
    assert ruled_out(wednesday_morning, now=at("2026-03-05 10:00")) is False
    assert ruled_out(Preference(days=frozenset({2}))) is True
    assert ruled_out(Preference(intervals=((540, 660),)), now=at("2026-03-05 10:00")) is True


def test_a_night_belongs_to_the_day_it_starts_on() -> None:
    tuesday_night = Preference(days=frozenset({1}), intervals=((22 * 60, 360),))
    assert ruled_out(tuesday_night, now=at("2026-03-04 05:59")) is True
    assert ruled_out(tuesday_night, now=at("2026-03-03 05:59")) is False


def test_times_without_a_zone_are_unknown_unless_something_else_says_no() -> None:
    wish = Preference(channels=frozenset({"voice"}), days=frozenset({2}))
    assert ruled_out(wish, zone=None) is None
    assert ruled_out(wish, zone=None, proposal__channel="sms") is False
