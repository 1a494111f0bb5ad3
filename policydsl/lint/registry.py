"""All lints, one line each.

In: the modules of `policydsl.lint.lints`. Out: `LINTS` in the order of their codes, `BY_NAME`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policydsl.lint.lint import Lint
from policydsl.lint.lints import (
    apart_too_long,
    cap_never_binds,
    channel_without_rule,
    contradictory_condition,
    counts_other_contacts,
    deferral_pile,
    disjoint_hours,
    doubled_hours,
    duplicate_rule,
    key_not_carried,
    ladder_without_stop,
    lasting_consent,
    late_revocation,
    looser_than_pack,
    margin_eats_hours,
    names_alike,
    never_reachable,
    open_without_debt,
    overnight_weekdays,
    sender_decides,
    shadowed_cap,
    specific_loosens_general,
    step_never_allowed,
    step_unreachable,
    uncited_rule,
    unused_definition,
    unused_event,
    unused_fact,
    unused_ignore,
    unused_source,
    used_twice,
    values_alike,
    waiver_ending,
    week_hole,
    zones_differ,
)

LINTS: tuple[Lint, ...] = (
    week_hole.LINT,
    overnight_weekdays.LINT,
    doubled_hours.LINT,
    disjoint_hours.LINT,
    open_without_debt.LINT,
    channel_without_rule.LINT,
    never_reachable.LINT,
    margin_eats_hours.LINT,
    step_never_allowed.LINT,
    zones_differ.LINT,
    deferral_pile.LINT,
    shadowed_cap.LINT,
    cap_never_binds.LINT,
    key_not_carried.LINT,
    counts_other_contacts.LINT,
    specific_loosens_general.LINT,
    step_unreachable.LINT,
    apart_too_long.LINT,
    ladder_without_stop.LINT,
    sender_decides.LINT,
    contradictory_condition.LINT,
    duplicate_rule.LINT,
    unused_ignore.LINT,
    waiver_ending.LINT,
    unused_fact.LINT,
    unused_definition.LINT,
    unused_source.LINT,
    unused_event.LINT,
    names_alike.LINT,
    looser_than_pack.LINT,
    used_twice.LINT,
    values_alike.LINT,
    lasting_consent.LINT,
    late_revocation.LINT,
    uncited_rule.LINT,
)
"""Every lint, in the order of the codes."""

BY_NAME: Mapping[str, Lint] = MappingProxyType({lint.name: lint for lint in LINTS})
"""Every lint by the name that `policydsl.toml` and `ignore` use."""
