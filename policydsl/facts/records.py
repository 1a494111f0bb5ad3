"""The debts and consents of a request.

In: raw lists. Out: the facts of each debt by its id, and consents ascending by id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from policydsl.core.request import ConsentRecord, Value
from policydsl.core.zones import zone_info
from policydsl.facts.moments import utc
from policydsl.facts.objects import (
    Findings,
    Raw,
    is_object,
    missing,
    needed,
    optional,
    read_object,
    value_of,
)
from policydsl.facts.problems import Problem
from policydsl.facts.tables import Facts, Tables
from policydsl.facts.values import parse_label, parse_whole_number

MOST_RECORDS = 10_000


def check_debts(
    raw: Sequence[object], tables: Tables, today: date, findings: Findings
) -> Mapping[str, Facts]:
    """Each debt's facts by its id. `today` is the date from which `days_past_due` counts."""
    debts: dict[str, Facts] = {}
    for index, item in enumerate(raw):
        problems: list[Problem] = []
        if is_object(item, problems):
            facts = read_debt(item, tables, today, problems)
            identity = value_of(facts, "debt.id")
            if identity in debts:
                problems.append(Problem("R140", {"id": identity}).under("id"))
            elif identity is not None:
                debts[identity] = facts
        findings.take(problems, "debts", index)
        if findings.full:
            break
    return debts


def local_date(at: int, zone: str | None) -> date:
    """The date at an instant in a zone; without a zone, in UTC."""
    moment = utc(at)
    return (moment if zone is None else moment.astimezone(zone_info(zone))).date()


def read_debt(raw: Raw, tables: Tables, today: date, problems: list[Problem]) -> Facts:
    """The facts of one debt; what is wrong goes to the problems."""
    facts = tables.debt_defaults.copy()
    read_object(raw, tables.debt, facts, problems)
    if "id" not in raw:
        problems.append(missing("id"))
    days = optional(raw, "days_past_due", parse_whole_number, problems)
    if days is not None:
        try:
            due_on = today - timedelta(days=days)
        except OverflowError:
            problems.append(Problem("R147", {"days": days}).under("days_past_due"))
        else:
            given = facts.setdefault("debt.due_on", due_on)
            if given != due_on:
                problems.append(_two_due_dates(days, str(due_on), str(given)))
    return facts


def _two_due_dates(days: int, derived: str, given: str) -> Problem:
    shown: Mapping[str, str | int] = {"days": days, "derived": derived, "due_on": given}
    return Problem("R146", shown, ("choose",)).under("days_past_due")


def check_consents(
    raw: Sequence[object], tables: Tables, findings: Findings
) -> tuple[ConsentRecord, ...]:
    """The consents, each once, ascending by id."""
    consents: dict[str, ConsentRecord] = {}
    for index, item in enumerate(raw):
        problems: list[Problem] = []
        if is_object(item, problems):
            consent = read_consent(item, tables, problems)
            if consent is not None and consents.setdefault(consent.id, consent) != consent:
                problems.append(Problem("R142", {"id": consent.id}).under("id"))
        findings.take(problems, "consents", index)
        if findings.full:
            break
    return tuple(consents[identity] for identity in sorted(consents))


def read_consent(raw: Raw, tables: Tables, problems: list[Problem]) -> ConsentRecord | None:
    """One consent; None when something is wrong with it."""
    values = tables.consent_defaults.copy()
    read_object(raw, tables.consent, values, problems)
    identity = needed(raw, "id", parse_label, problems)
    if "effective_from" not in raw:
        problems.append(missing("effective_from"))
    if problems:
        return None
    start, level = values["consent.effective_from"], values["consent.level"]
    assert identity is not None and isinstance(start, int) and isinstance(level, str)
    return ConsentRecord(
        id=identity,
        effective_from=start,
        effective_to=_instant(values, "consent.effective_to"),
        confirmed_at=_instant(values, "consent.confirmed_at"),
        revoked_at=_instant(values, "consent.revoked_at"),
        level=level,
        proof=value_of(values, "consent.proof"),
        values=values,
    )


def _instant(values: Mapping[str, Value], path: str) -> int | None:
    value = values[path]
    return value if isinstance(value, int) else None
