"""All kinds of rules, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policydsl.rules import (
    cap,
    consent,
    contact_hours,
    cooldown,
    deny,
    exempt,
    gap,
    ladder,
    oblige,
    quiet_hours,
)
from policydsl.rules.kind import Kind

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            quiet_hours.KIND,
            contact_hours.KIND,
            cap.KIND,
            gap.KIND,
            cooldown.KIND,
            consent.KIND,
            deny.DENY,
            deny.REVIEW,
            deny.WARN,
            oblige.KIND,
            exempt.KIND,
            ladder.KIND,
        )
    }
)
