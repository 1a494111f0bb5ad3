"""What time alone will change: next eligible times, how long an allow holds, pictures of weeks.

`changes` says of each atom when its answer may next differ, `holdings` of formulas, `states` of
rules, ladders and roots; `search` jumps from one such instant to the next.
"""
