"""Pictures: the coming days by the clock, and ladders step by step.

In: answers of the evaluator, or core nodes. Out: text, SVG and parts of pages, for verbs and the
handbook.
"""
