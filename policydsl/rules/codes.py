"""The registry of reason codes: append only, never renamed, never reused."""

from __future__ import annotations

from collections.abc import Mapping

from policydsl.core.policy import Rank

CODES: tuple[str, ...] = (
    "QUIET_HOURS",
    "HOLIDAY",
    "TZ_UNKNOWN",
    "TZ_CONFLICT",
    "INCONVENIENT",
    "CAP_REACHED",
    "MIN_GAP",
    "COOLDOWN",
    "CONCURRENCY",
    "OUTRANKED",
    "DUPLICATE",
    "CONSENT_MISSING",
    "CONSENT_WRONG_PURPOSE",
    "CONSENT_EXPIRED",
    "CONSENT_REVOKED",
    "CONSENT_UNPROVEN",
    "OPTED_OUT",
    "DNC_LISTED",
    "SCRUB_STALE",
    "REASSIGNED",
    "SUPPRESSED",
    "ADDRESS_INVALID",
    "THIRD_PARTY",
    "CEASE",
    "DISPUTED",
    "REPRESENTED",
    "BANKRUPT",
    "DECEASED",
    "TIME_BARRED",
    "HARDSHIP",
    "HOLD",
    "PROMISE_PENDING",
    "LADDER_HELD",
    "LADDER_STOPPED",
    "PROHIBITED",
    "PAID",
    "STEP_NOT_REACHED",
    "STEP_TOO_SOON",
    "STEP_SPENT",
    "APPROVAL_REQUIRED",
    "FACT_MISSING",
    "LEDGER_UNAVAILABLE",
    "NO_RULE_APPLIES",
    "OVERRIDDEN",
    "EXEMPT",
    "CALENDAR_UNKNOWN",
    "OBLIGATION_OVERDUE",
    "DELIVERY_MARGIN",
)

RANKS: Mapping[str, Rank] = {
    **dict.fromkeys(
        ("OPTED_OUT", "DNC_LISTED", "SCRUB_STALE", *(c for c in CODES if c.startswith("CONSENT_"))),
        Rank.CONSENT,
    ),
    **dict.fromkeys(("REASSIGNED", "SUPPRESSED", "ADDRESS_INVALID", "THIRD_PARTY"), Rank.RECIPIENT),
    **dict.fromkeys(
        ("CAP_REACHED", "MIN_GAP", "COOLDOWN", "CONCURRENCY", "OUTRANKED", "DUPLICATE"), Rank.CAPS
    ),
    **dict.fromkeys(("QUIET_HOURS", "HOLIDAY", "INCONVENIENT", "DELIVERY_MARGIN"), Rank.TIME),
    **dict.fromkeys(("LADDER_HELD", "LADDER_STOPPED"), Rank.LADDER),
}
"""Where a reason with a code stands in the order of reasons; others stand where their kind does."""
