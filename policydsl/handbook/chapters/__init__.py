"""The chapters of a handbook, each made of blocks.

In: a `Book`, a `Voice`. Out: blocks, always in the same order for the same policy.
"""
