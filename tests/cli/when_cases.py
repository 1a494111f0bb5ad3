"""Policies and requests of which `policydsl when` is asked in tests."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.support import HEAD, request

PACKS = Path(__file__).parents[2] / "policies" / "cn"

HOURS = """\
policy shop.hours "Hours"
  otherwise deny
  time zone of recipient
source act = "Calls Act"
quiet hours night "Night"
  from 23:00 to 01:20
  basis law
  cite act "s. 4"
  say en "the night is quiet"
  say zh "夜间不得联系"
quiet hours early from 01:30 to 02:15
quiet hours late from 02:10 to 02:50
quiet hours lunch from 12:10 to 13:40 unless channel is sms
quiet hours tea from 15:00 to 16:00 effect review approval by care_team
"""
"""Boundaries inside half hours, inside spring gaps and inside autumn folds; one review."""

PACKS_ALONE = """\
policy shop.festival "Spring Festival"
  governs purpose is collections
  otherwise deny
  time zone "Asia/Shanghai"
use cn.gbt_45251_2025
use cn.cba_2026
"""
FESTIVAL = f"""\
{PACKS_ALONE}
quiet hours holidays "节假日停催"
  all day on holidays of "CN"
  say en "no calls on public holidays"
  say zh "法定节假日不拨打催收电话"
"""

REVIEWED = HEAD + (
    "quiet hours night from 21:00 to 08:00\n"
    "review frail when person.frail approval by care_team\n"
    "fact person.frail : flag = no\n"
)
NEVER = HEAD + (
    "fact person.cease : flag = no\n"
    "deny cease code CEASE when person.cease\n"
    "quiet hours night from 21:00 to 08:00\n"
)
MARGIN = (
    "policy t\n  otherwise deny\n  delivery margin 2 minutes for sms\n"
    "quiet hours night from 21:00 to 08:00\n"
)
SHUT = HEAD + "quiet hours day from 07:00 to 21:00\nquiet hours night from 20:00 to 08:00\n"


def by_voice(at: str, *zones: str, **person: Any) -> dict[str, Any]:
    """A request to a person in some zones."""
    return request(at, proposal={"id": "c-9"}, person={"time_zones": list(zones), **person})


def write(policy: str, made: dict[str, Any]) -> None:
    """Write `p.policy` and `r.json` into the current folder."""
    Path("p.policy").write_text(policy, "utf-8")
    Path("r.json").write_text(json.dumps(made), "utf-8")


def festival(at: str) -> dict[str, Any]:
    """A request that the packs of China can judge."""
    address = {"id": "+86 1", "origin": "contract"}
    return request(at, proposal={"id": "c-9", "recipient": "debtor", "address": address})
