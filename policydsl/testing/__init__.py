"""Policy tests: cases and stories in YAML, and what a policy must say to each.

In: files `*.test.yaml` beside the policies that they test. Out: `run`, which gives a `Report`.
The parts: reading (`values`, `reading`), writing out (`expansion`, `stories`), judging (`subjects`,
`expecting`, `comparing`, `judging`), counting (`coverage`), and what is found (`report`).
"""

from policydsl.testing.report import ABSENT, FileReport, Mismatch, Outcome, Report
from policydsl.testing.running import run

__all__ = ["ABSENT", "FileReport", "Mismatch", "Outcome", "Report", "run"]
