"""What follows from what: conditions that imply or contradict each other, counts within counts.

In: formulas of a policy. Out: yes where it is proved, no where it is not; a miss costs a finding,
never a false one.
"""
