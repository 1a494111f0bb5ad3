"""Short ways to ask what time alone will change, each answer checked on both sides of its instant.

In: rules as text (under a plain head, or a whole policy), and a request in a few words. Out:
instants. Events and consents are said in the language of requests.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from policydsl.core.explanation import Explanation
from policydsl.core.outlook import Outlook
from policydsl.core.policy import CorePolicy
from policydsl.core.reference import explain, outlook
from policydsl.core.request import Request
from policydsl.facts.checking import check_request
from tests import support
from tests.core.build import DAY, EPOCH, MICRO, NEW_YORK

FOUR_HUNDRED_DAYS = 400 * DAY


@dataclass(frozen=True)
class Case:
    """A policy and a request for it."""

    policy: CorePolicy
    request: Request

    def at(self, instant: int) -> Explanation:
        """The decision when nothing but the clock has moved."""
        return explain(self.policy, replace(self.request, at=instant))

    def verdict(self, instant: int) -> str:
        """The verdict at an instant."""
        return str(self.at(instant).verdict)

    def outlook(self, days: int = 10) -> Outlook:
        """What time alone will change within so many days."""
        return outlook(self.policy, self.request, days * DAY)

    def eligible(self, days: int = 10) -> int | None:
        """When the denied contact is no longer denied."""
        assert self.at(self.request.at).verdict == "deny"
        found = self.outlook(days)
        assert found.valid_until is None
        if found.next_eligible_at is not None:
            assert self.verdict(found.next_eligible_at - MICRO) == "deny"
            assert self.verdict(found.next_eligible_at) != "deny"
        return found.next_eligible_at

    def valid(self, days: int = 10) -> int | None:
        """Until when the allowed contact is allowed."""
        assert self.at(self.request.at).verdict == "allow"
        found = self.outlook(days)
        assert found.next_eligible_at is None
        if found.valid_until is not None:
            assert self.verdict(found.valid_until - MICRO) == "allow"
            assert self.verdict(found.valid_until) != "allow"
        return found.valid_until

    def then(self, instant: int) -> Case:
        """The same case at another instant."""
        return replace(self, request=replace(self.request, at=instant))


def case(rules: str, now: int, *zones: str, **parts: Any) -> Case:
    """Rules (or a policy, when the text begins one) and a request by voice, in New York unless said."""
    text = rules if rules.lstrip().startswith("policy ") else support.HEAD + rules
    composed = support.composed(text)
    person = {"time_zones": list(zones or (NEW_YORK,)), **parts.pop("person", {})}
    data = support.request(written(now), person=person, **parts)
    checked, found = check_request(data, composed.vocabulary)
    assert checked is not None, [(one.path, one.message()) for one in found]
    return Case(composed.core, checked)


def written(instant: int) -> str:
    """An instant as requests write it."""
    return (EPOCH + timedelta(microseconds=instant)).isoformat()


def event(when: int, kind: str = "contact", **fields: Any) -> dict[str, Any]:
    """An outbound attempt by voice, or an event of another kind."""
    given = {"id": f"{kind} {when}", "kind": kind, "at": written(when), **fields}
    if kind == "contact":
        given = {"channel": "voice", "direction": "outbound", **given}
    return given
