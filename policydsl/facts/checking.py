"""The checking of requests: from JSON to what the evaluators read.

In: a mapping as JSON or Python gives it, and a vocabulary. Out: a `Request`, or every error in
it. Nothing is guessed: an unknown field, a wrong type or an unknown value is an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policydsl.core.request import Approval, Request, Zone
from policydsl.diagnostics import Diagnostic, Text
from policydsl.facts.events import MOST_EVENTS, View, check_events, parse_debt_ids
from policydsl.facts.moments import parse_instant
from policydsl.facts.objects import (
    MOST_REPORTED,
    Findings,
    Raw,
    is_object,
    missing,
    needed,
    optional,
    read_object,
    value_of,
)
from policydsl.facts.problems import Problem, null_value, unknown_field, wrong_type
from policydsl.facts.records import MOST_RECORDS, check_consents, check_debts, local_date
from policydsl.facts.standard import ALIASES, DEBT_COUNT
from policydsl.facts.tables import Facts, Tables
from policydsl.facts.values import parse_label, parse_list, too_many
from policydsl.facts.vocabulary import Vocabulary
from policydsl.facts.zones import parse_zones
from policydsl.frozen import frozen

FIELDS = ("at", "as_known", "proposal", "person", "debts", "consents", "events")
_APPROVAL_FIELDS = ("rule", "role", "at", "by")

_OWNER = Text("a request", "请求")
_APPROVAL_OWNER = Text("an approval", "审批记录")
_APPROVALS = Text("a list of approvals", "审批记录列表")
_APPROVAL = Text("an object", "对象")
_LIST = Text("a list of objects", "对象列表")


def check_request(data: object, vocabulary: Vocabulary) -> tuple[Request | None, list[Diagnostic]]:
    """The request, or None with everything that is wrong with it (at most 50 and one that says
    that there is more), each with the JSON path of its place.

    `data` is what `json.loads` gives (numbers may be Decimal or float), or Python values: aware
    datetimes are instants, dates dates, tuples lists.
    """
    findings = Findings()
    problems: list[Problem] = []
    if not is_object(data, problems):
        findings.take(problems)
        return None, findings.diagnostics()
    request = _check(data, vocabulary.tables, findings)
    return (None, findings.diagnostics()) if findings else (request, [])


def _check(data: Raw, tables: Tables, findings: Findings) -> Request:
    problems = _unknown_fields(data)
    at = needed(data, "at", parse_instant, problems) or 0
    as_known = optional(data, "as_known", parse_instant, problems)
    findings.take(problems)
    facts = tables.fact_defaults.copy()
    proposal = _proposal(data, at, tables, facts, findings)
    zones = _person(data, tables, facts, findings)
    today = local_date(at, zones[0].name if zones else None)
    person = value_of(facts, "person.id")
    view = View(at, at if as_known is None else as_known, value_of(facts, "proposal.id"), person)
    return Request(
        at=at,
        facts=facts,
        person=person,
        recipient=(value_of(facts, "proposal.recipient"), value_of(facts, "recipient.id")),
        proposal_debts=proposal.debts,
        debts=check_debts(_list(data, "debts", MOST_RECORDS, findings), tables, today, findings),
        zones=zones if proposal.zones is None else proposal.zones,
        events=check_events(_list(data, "events", MOST_EVENTS, findings), tables, view, findings),
        consents=check_consents(_list(data, "consents", MOST_RECORDS, findings), tables, findings),
        approvals=proposal.approvals,
    )


def _unknown_fields(data: Raw) -> list[Problem]:
    problems: list[Problem] = []
    for key in data:
        if key not in FIELDS:
            problems.append(unknown_field(key, _OWNER, FIELDS))
            if len(problems) > MOST_REPORTED:
                break
    return problems


@frozen
class _Proposal:
    """What a proposal says besides its facts; `zones` None when the recipient has none."""

    debts: tuple[str, ...] | None = None
    approvals: tuple[Approval, ...] = ()
    zones: tuple[Zone, ...] | None = None


def _proposal(data: Raw, at: int, tables: Tables, facts: Facts, findings: Findings) -> _Proposal:
    raw = _object(data, "proposal", findings)
    if raw is None:
        if "proposal" not in data:
            findings.take([missing("proposal")])
        return _Proposal()
    problems: list[Problem] = []
    read_object(raw, tables.proposal, facts, problems)
    problems.extend(missing(key) for key in ("channel", "purpose") if key not in raw)
    for alias, path in ALIASES.items():
        if path in facts:
            facts[alias] = facts[path]
    debts = optional(raw, "debts", parse_debt_ids, problems)
    if debts is not None:
        facts[DEBT_COUNT] = len(debts)
    approvals = optional(raw, "approvals", _parse_approvals, problems) or ()
    findings.take(problems, "proposal")
    return _Proposal(
        debts=debts,
        approvals=tuple(approval for approval in approvals if approval.at <= at),
        zones=_recipient_zones(raw, findings),
    )


def _recipient_zones(proposal: Raw, findings: Findings) -> tuple[Zone, ...] | None:
    recipient = proposal.get("recipient")
    if not isinstance(recipient, Mapping):
        return None
    problems: list[Problem] = []
    zones = optional(recipient, "time_zones", parse_zones, problems)
    findings.take(problems, "proposal", "recipient")
    return zones


def _person(data: Raw, tables: Tables, facts: Facts, findings: Findings) -> tuple[Zone, ...]:
    """Puts the person's facts into `facts`; the person's zones come back."""
    raw = _object(data, "person", findings)
    if raw is None:
        return ()
    problems: list[Problem] = []
    zones = read_person(raw, tables, facts, problems)
    findings.take(problems, "person")
    return zones


def read_person(
    raw: Raw, tables: Tables, facts: Facts, problems: list[Problem]
) -> tuple[Zone, ...]:
    """Puts what is said of a person into `facts`; the person's zones come back."""
    read_object(raw, tables.person, facts, problems)
    return optional(raw, "time_zones", parse_zones, problems) or ()


def _object(data: Raw, key: str, findings: Findings) -> Raw | None:
    """The object under a key of the request; None when it is left out or is something else."""
    if key not in data:
        return None
    raw = data[key]
    problems: list[Problem] = []
    if raw is None:
        problems.append(null_value("leave_out"))
    else:
        is_object(raw, problems)
    findings.take(problems, key)
    return raw if isinstance(raw, Mapping) else None


def _list(data: Raw, key: str, limit: int, findings: Findings) -> Sequence[object]:
    """The list under a key of the request; empty when it is left out or wrong."""
    raw = data.get(key, ())
    if raw is None:
        findings.take([null_value("leave_out")], key)
    elif not isinstance(raw, list | tuple):
        findings.take([wrong_type(_LIST, raw)], key)
    elif len(raw) > limit:
        findings.take([too_many(raw, limit)], key)
    else:
        return raw
    return ()


def _parse_approvals(value: object) -> tuple[Approval, ...] | Problem:
    return parse_list(value, _APPROVALS, _parse_approval)


def _parse_approval(value: object) -> Approval | Problem:
    if not isinstance(value, Mapping):
        return wrong_type(_APPROVAL, value)
    for key in value:
        if key not in _APPROVAL_FIELDS:
            return unknown_field(key, _APPROVAL_OWNER, _APPROVAL_FIELDS)
    problems: list[Problem] = []
    rule = needed(value, "rule", parse_label, problems)
    role = needed(value, "role", parse_label, problems)
    at = needed(value, "at", parse_instant, problems)
    by = needed(value, "by", parse_label, problems)
    if rule is None or role is None or at is None or by is None:
        return problems[0]
    return Approval(rule, role, at, by)
