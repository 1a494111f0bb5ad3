"""The pages of diagnostics and lints are what these say; the table of reason codes is complete."""

from __future__ import annotations

from policydsl.diagnostics.catalogue.reasons import REASONS
from tests.docs import generate, lints
from tests.docs.pages import ROOT

DECISION = ROOT / "docs" / "reference" / "decision.md"


def test_the_page_of_diagnostics_is_up_to_date() -> None:
    written = generate.TARGET.read_text(encoding="utf-8")
    assert written == generate.page(), "run `python -m tests.docs.generate`"


def test_the_page_of_lints_is_up_to_date() -> None:
    written = lints.TARGET.read_text(encoding="utf-8")
    assert written == lints.page(), "run `python -m tests.docs.generate`"


def test_every_reason_code_is_in_the_table() -> None:
    rows = [f"| `{code}` | {text.en} | {text.zh} |" for code, text in REASONS.items()]
    shown = DECISION.read_text(encoding="utf-8").splitlines()
    assert [row for row in rows if row not in shown] == []
