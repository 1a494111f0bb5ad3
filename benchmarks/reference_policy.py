"""`reference_policy.policy`, loaded.

In: nothing. Out: `policy()`, composed, as every evaluator takes it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from policydsl.policy.composition import ComposedPolicy
from policydsl.policy.files import read_file
from policydsl.policy.loading import load_files

NAME = "benchmark.recovery"
TEXT = Path(__file__).with_suffix(".policy")


@cache
def policy() -> ComposedPolicy:
    """The policy that decisions are measured with."""
    composed, diagnostics = load_files([read_file(TEXT, TEXT.name)])
    assert composed is not None, diagnostics
    return composed
