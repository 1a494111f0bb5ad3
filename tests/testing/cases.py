"""A small policy, and runs of test files over it."""

from __future__ import annotations

from pathlib import Path
from textwrap import indent

from policydsl.testing import FileReport, Outcome, run

POLICY = """
policy house.rules "Rules of the house"
  governs purpose in {collections, servicing}
  otherwise deny
  time zone of recipient

fact person.cease : flag = no
fact debt.disputed : flag

quiet hours night
  from 21:00 to 08:00

cap weekly
  at most 2 attempts by sms, push per person in 7 consecutive days

deny cease
  code CEASE
  when person.cease

deny disputed
  code DISPUTED
  when debt.disputed

deny never_by_letter
  when channel is letter

warn often
  when any attempts by sms per person in 2 hours

oblige identify
  when channel in {voice, sms}
  must say_who_calls, say_why

ladder dunning per debt
  take any open step
  step remind
    from day 1 past due
    via sms, push, letter
  step call
    from day 60 past due
    via voice
"""

GIVEN = """
tests: house.rules
given:
  person: {id: P1, time_zones: [Asia/Shanghai]}
  debts: [{id: D1, due_on: 2026-02-01, disputed: false}]
  proposal: {channel: sms, purpose: collections, debts: [D1]}
"""

NOON = "2026-03-04T12:00:00+08:00"


def ran(folder: Path, tests: str, policy: str = POLICY) -> FileReport:
    """The report of a file of tests beside a policy."""
    (folder / "rules.policy").write_text(policy, "utf-8")
    (folder / "rules.test.yaml").write_text(tests, "utf-8")
    (file,) = run([folder / "rules.test.yaml"]).files
    return file


def outcomes(folder: Path, tests: str, policy: str = POLICY) -> tuple[Outcome, ...]:
    """What becomes of the tests of a file that can be run."""
    file = ran(folder, tests, policy)
    assert not file.diagnostics, [one.message() for one in file.diagnostics]
    return file.outcomes


def case(folder: Path, keys: str, at: str = NOON) -> Outcome:
    """What becomes of one case over the shared givens."""
    text = f"{GIVEN}cases:\n  - name: the case\n    at: {at}\n{indent(keys, '    ')}\n"
    (outcome,) = outcomes(folder, text)
    return outcome


def story(folder: Path, steps: str, given: str = "{}") -> tuple[Outcome, ...]:
    """What becomes of one story over the shared givens."""
    text = f"{GIVEN}stories:\n  - name: the story\n    given: {given}\n    steps:\n"
    return outcomes(folder, text + indent(steps, "      "))


def fields(outcome: Outcome) -> list[str]:
    """The fields that are not as expected; nothing may be wrong with the test itself."""
    assert not outcome.diagnostics, [one.message() for one in outcome.diagnostics]
    return [one.field for one in outcome.mismatches]


def codes(outcome: Outcome) -> list[str]:
    """The codes of what is wrong with a test itself."""
    return [one.code for one in outcome.diagnostics]
