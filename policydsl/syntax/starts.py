"""The start symbols: the rules of the grammar that a text can be parsed from by itself.

In: nothing. Out: `STARTS`, each with the node that `parse_phrase` returns for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

STARTS: Mapping[str, str] = MappingProxyType(
    {
        "file": "tuple of Policy",
        "policy": "Policy",
        "declaration": "Source, Use, Fact, tuple of EventKind, Define, Rule, Tighten or Waive",
        "expression": "Expression",
        "days": "Days, the rest after `on`",
        "hours_line": "HoursLine, the rest after `from`",
        "path": "Path",
        "word": "Word",
        "words": "tuple of Word",
        "paths": "Names",
        "channels": "tuple of Word",
        "limit_head": "LimitHead: `6 attempts`, `3 days with attempts`",
        "limit": "Limit, the rest after `at most` in a cap",
        "step_limit": "Limit, the rest after `at most` in a step",
        "counting": "Counting: what is counted, with its window",
        "occurrence": "Occurrence",
        "noun": "Noun",
        "window": "Window, the rest after `in`",
        "since": "Window, the rest after `since`",
        "duration": "Duration",
        "spacing": "Spacing, the rest after `at least` in a gap",
        "apart": "Spacing, the rest after `at least` in a step",
        "wait": "Wait, the rest after `wait`",
        "wait_head": 'WaitHead: `7 consecutive days`, `until business day 3 of "US"`',
        "requirement": "Requirement, the rest after `require`",
        "moment": "Moment",
        "date": "Date",
        "duties": "Duties, the rest after `must`",
        "day_point": "DayPoint",
        "after_steps": "AfterSteps, the rest after `after` in a step",
        "via": "Via, the rest after `via`",
        "margin": "Margin, the rest after `delivery margin`",
        "zone": "Zone, the rest after `time zone`",
        "basis": "Basis, the rest after `basis`",
        "citation": "Citation, the rest after `cite`",
        "saying": "Saying, the rest after `say`",
        "ignored": "Ignored, the rest after `ignore`",
        "which_step": "Word: `current` for `current step`, `any` for `any open step`",
        "fact_type": "TypedFact, the rest after the colon of a fact",
        "use_body": "Use, the rest after `use`",
        "define_body": "Expression or Choices, the rest after the `=` of a definition",
        "tighten_body": "Tightened, the rest after the `to` of a `tighten`",
    }
)
