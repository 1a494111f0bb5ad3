"""Requests that show something about a policy: found by search, judged by the evaluator.

In: a loaded policy, and what a request is to show. Out: a request in JSON form for which it was
seen to be so. Used by lints, mutation, the handbook and the comparison of policies.
"""
