"""What the tests of a policy have seen of it: rules, their conditions, and their bounds.

In: a policy, and the decisions that its tests made. Out: `Coverage`, which counts case by case, and
the types of `report`. The parts: which rules spoke (`spoken`); conditions as written and where each
decides (`nodes`, `expressions`, `counts`, `consents`, `hours`, `ladders`, `rules`, `policies`);
bounds and their two sides (`bounds`); what one case shows (`seen`).
"""

from policydsl.testing.coverage.counting import NO_RULE, Coverage
from policydsl.testing.coverage.report import (
    BoundCoverage,
    ConditionCoverage,
    PartCoverage,
    Place,
    PolicyCoverage,
    RuleCoverage,
    Share,
    Totals,
    together,
    totals,
)

__all__ = [
    "NO_RULE",
    "BoundCoverage",
    "ConditionCoverage",
    "Coverage",
    "PartCoverage",
    "Place",
    "PolicyCoverage",
    "RuleCoverage",
    "Share",
    "Totals",
    "together",
    "totals",
]
