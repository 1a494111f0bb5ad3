"""A witness in words, for the notes of lints.

In: a witness. Out: `contact`, what was asked and when, and `answer`, what the evaluator said; both
as `Text`s for the placeholders of a note.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from policydsl.diagnostics import Text
from policydsl.witnesses.witness import Witness

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAYS = (
    Text("Monday", "星期一"),
    Text("Tuesday", "星期二"),
    Text("Wednesday", "星期三"),
    Text("Thursday", "星期四"),
    Text("Friday", "星期五"),
    Text("Saturday", "星期六"),
    Text("Sunday", "星期日"),
)
_VERDICTS = {
    "allow": Text("allowed", "放行"),
    "deny": Text("denied", "拦截"),
    "defer": Text("deferred", "延后"),
    "review": Text("sent to review", "转人工审批"),
}
_MOST_NAMED = 3


def contact(witness: Witness) -> Text:
    """What was asked: channel, purpose, recipient where said, and when on the recipient's clock."""
    facts = witness.request.facts
    names = ("proposal.channel", "proposal.purpose", "proposal.recipient")
    said = [f"`{facts[name]}`" for name in names if facts.get(name) is not None]
    when = instant(witness.request.at, witness)
    return Text(f"{', '.join(said)}, {when.en}", f"{'、'.join(said)}，{when.zh}")


def instant(micros: int, witness: Witness) -> Text:
    """An instant (microseconds since 1970 UTC) on the recipient's first clock.

    Where the request names none, on the clock that the policy reads; UTC without either.
    """
    zones = witness.request.zones
    name = zones[0].name if zones else witness.clock or "UTC"
    zone: tzinfo = ZoneInfo(name) if name != "UTC" else UTC
    local = (_EPOCH + timedelta(microseconds=micros)).astimezone(zone)
    day, shown = _DAYS[local.weekday()], _clock(local)
    date = local.date().isoformat()
    return Text(f"{day.en} {date} {shown} ({name})", f"{date} {day.zh} {shown}（{name}）")


def _clock(local: datetime) -> str:
    if local.microsecond:
        return local.strftime("%H:%M:%S.%f")
    return local.strftime("%H:%M:%S" if local.second else "%H:%M")


def answer(witness: Witness) -> Text:
    """What the evaluator said: the verdict, and the rules behind it."""
    explained = witness.explanation
    verdict = _VERDICTS[explained.verdict]
    rules = list(dict.fromkeys(reason.rule for reason in explained.reasons))
    if not rules:
        return verdict
    named = [f"`{rule}`" for rule in rules[:_MOST_NAMED]]
    more = len(rules) - len(named)
    en = ", ".join(named) + (f" and {more} more" if more else "")
    zh = "、".join(named) + (f" 等 {len(rules)} 条规则" if more else "")
    return Text(f"{verdict.en} by {en}", f"{verdict.zh}（{zh}）")
