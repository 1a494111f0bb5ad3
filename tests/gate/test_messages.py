"""What a gate says to those who use it wrongly, word for word.

The texts stand in `messages.txt`, English above Chinese. To write them anew, run this module
(`python -m tests.gate.test_messages`), and read the changes.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import policydsl
from policydsl.diagnostics.catalogue import ledger_gate
from policydsl.diagnostics.render_text import render
from policydsl.ledger.memory import MemoryStore

TEXTS = Path(__file__).with_name("messages.txt")
NOW = datetime(2026, 3, 4, 2, tzinfo=UTC)
POLICY = policydsl.load_text(
    "policy demo\n  otherwise deny\n  governs channel is sms\n"
    "cap daily at most 1 attempt by sms per person in 24 hours\n"
)
SMS: dict[str, Any] = {"person": "P1", "channel": "sms", "purpose": "servicing"}
Mistake = Callable[[policydsl.Gate], object]
MISTAKES: dict[str, Mistake] = {
    "L110": lambda gate: gate.reserve({**SMS, "person": "P2"}, at=NOW, key="c-7/P1"),
    "L111": lambda gate: gate.confirm("c-8/P1"),
    "L112": lambda gate: gate.release("c-7/P1", "too late"),
    "L113": lambda gate: gate.reserve({"channel": "sms", "purpose": "x"}, at=NOW, key="k"),
    "L114": lambda gate: gate.confirm("c-7/P1", reachd="submitted"),
    "L114-": lambda gate: gate.amend("c-7/P1", colour="red"),
    "L115": lambda gate: gate.reserve({**SMS, "id": "c-6/P1"}, at=NOW, key="c-9/P1"),
    "L116": lambda gate: gate.reserve({**SMS, "reason": {1}}, at=NOW, key="c-9/P1"),
    "L117": lambda gate: gate.reserve(SMS, at=NOW, key="k" * 501),
    "L118": lambda gate: gate.reserve(SMS, at=NOW, key="c-9/P1", facts={"person": [{}]}),
    "L119": lambda gate: gate.reserve(SMS, at=NOW, key="c-9/P1").confirm(),
}


def said(mistake: Mistake) -> policydsl.LedgerError:
    """The error of a mistake, made after one contact was confirmed under `c-7/P1`."""
    with policydsl.Gate(POLICY, MemoryStore()) as gate:
        gate.reserve(SMS, at=NOW, key="c-7/P1").confirm("submitted")
        try:
            mistake(gate)
        except policydsl.LedgerError as error:
            return error
    raise AssertionError("nothing was wrong")


def shown() -> str:
    """All texts."""
    found = [said(mistake).diagnostics for mistake in MISTAKES.values()]
    return "\n".join(f"{render(one)}---\n{render(one, 'zh')}" for one in found)


def test_what_is_said() -> None:
    assert shown() == TEXTS.read_text("utf-8")


def test_every_code_of_the_gate_is_shown() -> None:
    found = {
        one.code: one
        for code, mistake in MISTAKES.items()
        for one in said(mistake).diagnostics
        if code.startswith(one.code)
    }
    assert list(found) == [entry.code for entry in ledger_gate.ENTRIES]


if __name__ == "__main__":
    TEXTS.write_text(shown(), "utf-8")
