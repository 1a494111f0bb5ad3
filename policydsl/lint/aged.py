"""Consents that are old, or were taken back, and still let a contact through.

In: a consent rule, and how its record is to be changed. Out: a request that shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from policydsl.lint.lint import Subject
from policydsl.lint.requests import judged
from policydsl.lint.seeking import worth_trying
from policydsl.witnesses.search import candidates, shrunk
from policydsl.witnesses.witness import Witness

_MOST = 400


def shown(subject: Subject, rule: str, ago: Mapping[str, timedelta]) -> Witness | None:
    """A contact let through by a consent with these instants, so long before the contact.

    Without the consents the rule stops the contact. None when none is found.
    """

    def shows(found: Witness) -> bool:
        if _stops(found, rule) or not found.data.get("consents"):
            return False
        without = judged(subject.policy, {**found.data, "consents": []})
        return without is not None and _stops(without, rule) and _aged(found, ago)

    most = worth_trying(subject.policy, _MOST)
    for found in candidates(subject.policy, rule, day=subject.today, most=most):
        if not found.data.get("consents"):
            continue
        changed = judged(subject.policy, _changed(found.data, ago))
        if changed is not None and shows(changed):
            return shrunk(subject.policy, changed, shows)
    return None


def _stops(found: Witness, rule: str) -> bool:
    return any(one.rule == rule for one in found.explanation.reasons)


def _changed(data: Mapping[str, Any], ago: Mapping[str, timedelta]) -> Mapping[str, Any]:
    at = datetime.fromisoformat(data["at"])
    instants = {key: (at - length).isoformat() for key, length in ago.items()}
    if "effective_from" not in instants:
        instants["effective_from"] = (at - max(ago.values()) - timedelta(days=1)).isoformat()
    return {**data, "consents": [{**one, **instants} for one in data["consents"]]}


def _aged(found: Witness, ago: Mapping[str, timedelta]) -> bool:
    """Whether every consent still has these instants."""
    at = datetime.fromisoformat(found.data["at"])
    return all(
        key in one and at - datetime.fromisoformat(one[key]) >= length
        for one in found.data["consents"]
        for key, length in ago.items()
    )
