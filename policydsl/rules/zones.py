"""`time zone of recipient` and `time zone "Asia/Shanghai"`."""

from __future__ import annotations

from policydsl.diagnostics import did_you_mean
from policydsl.diagnostics.diagnostic import HintSpec
from policydsl.facts.zones import zone_names
from policydsl.rules.environment import Environment
from policydsl.syntax import tree

RECIPIENT = "recipient"


def zone_of(clause: tree.Clause | None, env: Environment) -> str:
    """The zone of a rule: its own, else the policy's, else every candidate of the recipient."""
    if clause is None:
        clause = next((one for one in env.policy.head if one.keyword == "time_zone"), None)
    if clause is None:
        return RECIPIENT
    assert isinstance(clause.value, tree.Zone)
    return RECIPIENT if clause.value.name is None else clause.value.name.text


def check_zone(clause: tree.Clause | None, env: Environment) -> None:
    """Report a zone that is not an IANA name of a place."""
    if clause is None or not isinstance(clause.value, tree.Zone) or clause.value.name is None:
        return
    name = clause.value.name
    if name.text in zone_names():
        return
    close = did_you_mean(name.text, sorted(zone_names()))
    helps: tuple[HintSpec, ...] = tuple(
        ("did_you_mean", {"suggestion": zone}) for zone in close
    ) or ("place",)
    env.report("E325", name.span, helps=helps, name=name.text)
