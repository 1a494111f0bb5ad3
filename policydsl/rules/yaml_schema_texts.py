"""What editors show beside the keys of a policy in YAML.

In: nothing. Out: one sentence for each key, kind and place, with an example where it helps.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

POLICY_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "policy": "the name of the policy, such as house.marketing",
        "title": "a title for people",
        "version": "the version, any text",
        "checked": "the day on which it was last compared with its sources: 2026-01-30",
        "effective_from": "the first day in force: 2026-01-30",
        "effective_until": "the day from which it is no longer in force",
        "effective_through": "the last day in force",
        "governs": "which proposals the policy speaks about: purpose in {collections, servicing}",
        "otherwise": "the verdict for proposals it does not govern: allow, deny or review",
        "if_ledger_unavailable": "the verdict of a gate without its ledger: deny, review or allow",
        "if_lease_expired": "whether a place whose lease ended goes on counting: count or free",
        "time_zone": "of recipient, or the name of a zone: Asia/Shanghai",
        "delivery_margin": "how late a contact may arrive: 2 minutes for sms",
        "ignore": "findings of lints about the policy that are meant, each with the reason",
        "sources": "what is cited: a short name and the title of each source",
        "use": 'other policies whose rules apply too: us.reg_f when person.region starts with "US"',
        "facts": "the facts that rules read: a path and its type, such as flag = no",
        "events": "names of further events: promise, cured",
        "define": "names for conditions and sets",
        "tighten": "rules of used policies made stricter: to at most 5",
        "waive": "rules that do not apply until a date",
        "rules": "the rules; their order has no meaning",
    }
)

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "quiet_hours": "no contact at these times",
        "contact_hours": "contact only at these times",
        "cap": "at most so many contacts within a window",
        "gap": "the least time between two contacts",
        "cooldown": "no contact for a while after something",
        "consent": "a live consent is needed",
        "deny": "a prohibition",
        "review": "someone has to approve",
        "warn": "an advice that blocks nothing",
        "oblige": "what must be done with the contact",
        "exempt": "lifts the named rules of this policy",
        "ladder": "which step may be taken now",
    }
)

CLAUSES: Mapping[str, str] = MappingProxyType(
    {
        "title": "a title for people",
        "when": "the rule applies only when: channel is voice",
        "unless": "the rule does not apply when: reason in {legal_notice}",
        "effect": "deny, review or warn",
        "effective_from": "the first day in force: 2026-01-30",
        "effective_until": "the day from which it is no longer in force",
        "effective_through": "the last day in force",
        "code": "the reason code of the decision: CEASE",
        "basis": "law, guidance, presumption, safe_harbor, contract, house, draft; law as reported",
        "cite": "a source, or a source and the place in it",
        "say": "what to tell people, by language",
        "if_unknown": "the effect when a fact is missing: deny, review or allow",
        "time_zone": "of recipient, or the name of a zone: Asia/Shanghai",
        "approval_by": "the role that may approve: care_team",
        "owner": "who answers for the rule",
        "ignore": "findings of lints about the rule that are meant, each with the reason",
        "from": "22:00 to 08:00, or 09:00 to 12:00, 14:00 to 18:00 on monday to friday",
        "all_day_on": 'whole days: holidays of "FR"',
        "closed_on": "days without contact: holidays of person.region",
        "during": "a fact of type hours: person.agreed_hours",
        "judged_at": "judge this instant instead of the present: proposal.deliver_at",
        "require": "express consent for channel, purpose with proof",
        "until": "the end, itself left out: debt.hold_until",
        "through": "the end, itself included: debt.moratorium_until",
        "must": "duties: state_identity, record_contact",
        "lifts": "rules of this policy: night, connected_daily",
        "at_most": "how many of what: 6 attempts",
        "at_least": "how long: 4 hours",
        "between": "what is kept apart: attempts",
        "wait": 'how long: 7 consecutive days, or until business day 3 of "US"',
        "after": "after what: refusal, or inbound or outbound conversation",
        "by": "channels: voice, sms",
        "per": "what is counted apart: person, debt",
        "where": "counts only such events: not event.connected",
        "in": "the window: a calendar day, 7 rolling days, 24 hours",
        "since": "counts what came after: last connection",
        "ever": "yes counts all events there are",
        "after_first": "counts only what came after the first: refusal",
        "before_today": "yes leaves out what happened today",
        "take": "current or any",
        "steps": "the steps, first to last",
        "hold_while": "no contact while: debt.promise_until is after now",
        "stop_when": "the ladder ends when: debt.paid",
        "reset_after": "the ladder begins anew after: cured",
        "on_block": "what a blocked step does to the ladder: wait, skip or stop",
    }
)

STEP_CLAUSES: Mapping[str, str] = MappingProxyType(
    {
        "step": "the name of the step",
        "from": "day 3 before due, due day, day 15 past due",
        "until": "the day from which the step is closed: day 15 past due",
        "after": "remind attempted 2 times or remind open 10 full days",
        "when": "the step is open only when: debt.risk_tier in {mid, high}",
        "via": "channels: voice, sms",
        "where": "which contacts by these channels: actor is bot",
        "at_most": "3 attempts ever, or 6 attempts in a calendar day",
        "at_least": "24 hours apart",
        "approval_by": "the role that may approve: legal",
        "must": "duties: state_identity",
    }
)

WAIVER_KEYS: Mapping[str, str] = MappingProxyType(
    {
        "rule": "the rule of a used policy: cn.pipl.some_rule",
        "until": "the day from which the rule applies again: 2026-12-31",
        "because": "why",
        "approved_by": "who answers for it",
    }
)
