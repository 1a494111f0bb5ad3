"""The core in words, in English and Chinese: formulas, windows, hours, rules, duties, ladders.

In: core nodes and a `Voice`. Out: lines and groups. What is said comes from the nodes alone, never
from titles or texts of an author.
"""
