"""A big policy file, generated: as many rules as asked for, of every kind, as authors write them.

In: a number of rules. Out: the text, always the same for the same number.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_CHANNELS = ("voice", "sms", "email", "push", "letter")
_WINDOWS = (
    *("24 hours", "7 consecutive days", "7 rolling days", "a calendar day"),
    *("a calendar week", "2 calendar weeks", "a calendar month"),
)
_KEYS = ("person", "debt", "address")
_FLAGS = 20
_HEAD = """policy benchmark.big "A big policy, for measuring"
  version "2026.1"
  governs purpose in {collections, servicing, marketing}
  otherwise deny
  time zone of recipient

source law = "An act on contacts"

"""


def text(rules: int) -> str:
    """The policy in the DSL."""
    rng = Random(rules)
    facts = [f"fact person.flag_{i} : flag = no\n" for i in range(_FLAGS)]
    facts += [f"fact debt.until_{i} : date = none\n" for i in range(_FLAGS)]
    writers = (_cap, _gap, _cooldown, _quiet_hours, _consent, _deny, _review, _oblige, _ladder)
    written = [_rule(writers[i % len(writers)], i, rng) for i in range(rules)]
    return _HEAD + "".join(facts) + "\n" + "\n".join(written)


def _rule(writer: Callable[[str, Random], str], number: int, rng: Random) -> str:
    rule = writer(f"rule_{number}", rng)
    if rng.random() < 0.5:
        rule = f"# {number}: as agreed with the compliance office\n{rule}"
    if writer is not _ladder:
        rule += f'  cite law "section {number}"\n  say en "rule {number} says no"\n'
    return rule


def _channels(rng: Random) -> str:
    return ", ".join(rng.sample(_CHANNELS, rng.randint(1, 3)))


def _flag(rng: Random) -> str:
    return f"person.flag_{rng.randrange(_FLAGS)}"


def _cap(name: str, rng: Random) -> str:
    return (
        f"cap {name}\n  at most {rng.randint(1, 20)} attempts by {_channels(rng)}"
        f" per {rng.choice(_KEYS)} in {rng.choice(_WINDOWS)}\n  when not {_flag(rng)}\n"
    )


def _gap(name: str, rng: Random) -> str:
    return (
        f"gap {name}\n  at least {rng.randint(1, 20)} hours between attempts"
        f" by {_channels(rng)} per {rng.choice(_KEYS)}\n"
    )


def _cooldown(name: str, rng: Random) -> str:
    return (
        f"cooldown {name}\n  wait {rng.randint(2, 60)} full days after conversation"
        f" by {rng.choice(_CHANNELS)} per {rng.choice(_KEYS)}\n"
    )


def _quiet_hours(name: str, rng: Random) -> str:
    return (
        f"quiet hours {name}\n  from {rng.randint(20, 23)}:00 to 0{rng.randint(6, 9)}:00"
        f" on monday to friday\n  when channel is {rng.choice(_CHANNELS)} and {_flag(rng)}\n"
    )


def _consent(name: str, rng: Random) -> str:
    return (
        f"consent {name}\n  require express consent for channel, purpose honor revocation at once\n"
        f"  when purpose is marketing and channel is {rng.choice(_CHANNELS)}\n"
    )


def _deny(name: str, rng: Random) -> str:
    return (
        f"deny {name}\n  when {_flag(rng)} and (channel in {{{_channels(rng)}}} or {_flag(rng)})\n"
        f"  through debt.until_{rng.randrange(_FLAGS)}\n"
    )


def _review(name: str, rng: Random) -> str:
    return (
        f"review {name}\n  when {_flag(rng)} and at least {rng.randint(2, 9)} attempts"
        f" by {rng.choice(_CHANNELS)} per person in {rng.choice(_WINDOWS)}\n"
        f"  approval by care_team\n"
    )


def _oblige(name: str, rng: Random) -> str:
    return f"oblige {name}\n  when channel in {{{_channels(rng)}}}\n  must duty_of_{name}\n"


def _ladder(name: str, rng: Random) -> str:
    start = rng.randint(1, 30)
    return (
        f"ladder {name} per debt\n  when purpose is collections and {_flag(rng)}\n"
        f"  step first\n    from day {start} past due\n    via sms, push\n"
        f"    at most {rng.randint(1, 5)} attempts ever\n    at least 24 hours apart\n"
        f"  step second\n    from day {start + 10} past due\n"
        f"    after first attempted 2 times or first open 10 full days\n    via voice\n"
    )
