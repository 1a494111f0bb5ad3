"""Every message of the syntax, complete, in both languages.

The programs are here, what is said about them is in `data/messages`, one file a program. To write
those files anew, run this module: `python -m tests.syntax.test_messages`; then read the changes.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from policydsl.diagnostics import ENTRIES, Source
from policydsl.diagnostics.render_text import render
from policydsl.syntax.parser import parse_file, parse_phrase, parse_phrase_text

DATA = Path(__file__).parent / "data" / "messages"
HEAD = 'policy demo "Demo"\n\n'

BODIES = {
    "E101-hours-until": "quiet hours night\n  from 22:00 until 08:00\n",
    "E102-name-missing": "deny when person.cease\n",
    "E101-title-first": 'deny "Cease"\n',
    "E102-channel-missing": "cap a\n  at most 3 attempts by per person in a calendar day\n",
    "E101-number-missing": "cap a\n  at most attempts per person in a calendar day\n",
    "E101-days-missing": "quiet hours a\n  all day on 7\n",
    "E101-after-number": "gap a\n  at least 4 between attempts\n",
    "E101-window": "cap a\n  at most 3 attempts in the last 24 hours\n",
    "E101-quotes": "source gbt = GB_T_45251\n",
    "E101-misspelt-unit": "gap a\n  at least 4 huors between attempts\n",
    "E101-misspelt-consent": "consent a\n  require express conset for channel\n",
    "E101-moment": "deny a when b is before {c}\n",
    "E101-day-point": "ladder a\n  step b\n    from monday\n",
    "E101-after-operand": "deny a when b c\n  code D\n",
    "E101-comma": "deny a when b, c\n",
    "E101-basis": "deny a when b\n  basis 7\n",
    "E101-basis-as": "deny a when b\n  basis law as read\n",
    "E101-cite": 'deny a when b\n  cite "12 CFR"\n',
    "E101-say": 'deny a when b\n  say "no"\n',
    "E101-event": "event 7\n",
    "E101-relation": "deny a when b is on 2026-01-30\n",
    "E101-lifts": "exempt a when b\n  lifts {c}\n",
    "E101-requires": "consent a\n  require channel\n",
    "E101-value": "deny a when b is (c)\n",
    "E102-after-and": "deny cease when person.cease and\n",
    "E102-in-the-middle": "cap a\n  at most\n\ndeny b when c\n",
    "E102-step-name": "ladder a\n  step from day 3 before due\n",
    "E102-rule-name": "cap at most 3 attempts ever\n",
    "E101-after-declaration": 'source a = "b" "c"\n',
    "E102-define": "define a =\n",
    "E104-misspelt": "deny cease\n  wehn person.cease\n",
    "E104-unknown": "deny cease when person.cease\n  priority high\n",
    "E105-ledger": "deny cease when person.cease\n  if ledger unavailable deny\n",
    "E105-lease": "ladder a\n  step b\n    via voice\n    if lease expired free\n",
    "E105-lease-late": "use b\n  if lease expired free\n",
    "E105-at-least": "event a\n  at least 4 hours between attempts\n",
    "E101-two-words": "deny cease person when person.cease\n",
    "E104-step": "ladder a\n  step b\n    priority high\n",
    "E105-ladder-clause": "deny cease when person.cease\n  on block wait\n",
    "E105-step-clause": "deny cease when person.cease\n  via voice\n",
    "E105-use": "use b\n  time zone of recipient\n",
    "E105-checked": "deny cease when person.cease\n  checked 2026-11-24\n",
    "E105-head-clause": 'deny cease when person.cease\n  version "2"\n',
    "E105-after-steps": "ladder a\n  step b\n    via voice\n  hold while c\n  when d\n",
    "E106-unclosed": 'source a = "GB/T 45251\n',
    "E107-end": "deny cease when (person.cease\n",
    "E107-next-clause": "cap a\n  at most 3 attempts ever where (event.ok\n  cite b\n",
    "E107-brace": "deny a when channel in {voice, sms\n  code CEASE\n",
    "E109-parenthesis": "deny cease when person.cease)\n",
    "E109-wrong-form": "deny a when channel in {voice)\n",
    "E110-comma": "deny a when channel in {voice， sms}\n",
    "E110-space": "deny\u3000a when b\n",
    "E110-quotes": "source gbt = “GB/T 45251”\n",
    "E110-wave": "quiet hours a\n  from 22:00～08:00\n",
    "E110-digit": "cap a\n  at most ３ attempts ever\n",
    "E111-equals": "deny a when channel = voice\n",
    "E111-double": "deny a when channel == voice\n",
    "E111-not-equal": "deny a when channel != voice\n",
    "E111-and": "deny a when b && c\n",
    "E111-not": "deny a when !b\n",
    "E112-hyphen": "deny opt-out when person.opted_out\n",
    "E112-dots": "deny a when person..cease\n",
    "E113-cyrillic": "deny \u0441ease when person.cease\n",
    "E113-full-width": "deny ｃease when person.cease\n",
    "E114-dollar": "deny a when $person\n",
    "E115-escape": 'source a = "GB\\T"\n',
    "E116-single": "source a = 'GB/T 45251'\n",
    "E118-live": "deny strange when live is voice\n",
    "E119-percent": "warn half when debt.share < 50%\n",
    "E119-times": "cap a\n  at most 3x attempts ever\n",
    "E120-misspelt": "cpa daily\n  at most 3 attempts ever\n",
    "E120-unknown": "rule daily\n  at most 3 attempts ever\n",
    "E201-and-or": "deny a when b and c or d\n",
    "E201-or-and": "deny a when b or c and d\n",
    "E202-cap": "cap daily\n  at most 3 attempts per person\n",
    "E202-condition": "deny a when any refusal\n",
    "E203-window": "cap a\n  at most 3 attempts in 7 days\n",
    "E203-weeks": "cap a\n  at most 3 attempts in 2 weeks\n",
    "E203-a-week": "cap a\n  at most 3 attempts in a week\n",
    "E203-wait": "cooldown a\n  wait 7 days after refusal\n",
    "E204-window": "cap a\n  at most 3 attempts in a month\n",
    "E204-windows": "cap a\n  at most 3 attempts in 2 quarters\n",
    "E204-wait": "cooldown a\n  wait 1 month after refusal\n",
    "E204-quarter": "cooldown a\n  wait 2 quarters after refusal\n",
    "E204-year": "cooldown a\n  wait 2 years after refusal\n",
    "E204-business": "cooldown a\n  wait 3 business days after refusal\n",
    "E205-window": "cap a\n  at most 3 attempts in 24 hours ever\n",
    "E205-filter": "gap a\n  at least 4 hours between attempts by sms by push\n",
    "E205-demand": "consent a\n  require consent for channel confirmed with proof confirmed\n",
    "E206-through": "quiet hours a\n  all day on monday through friday\n",
    "E207-through": "quiet hours a\n  from 22:00 through 08:00\n",
    "E208-equal": "quiet hours a\n  from 08:00 to 08:00\n",
    "E209-pm": "quiet hours a\n  from 10pm to 8am\n",
    "E209-half-past": "quiet hours a\n  from 12:30am to 08:00\n",
    "E209-one-digit": "quiet hours a\n  from 8:00 to 09:00\n",
    "E209-seconds": "quiet hours a\n  from 08:00:00 to 09:00\n",
    "E209-hyphen": "quiet hours a\n  from 22:00-8:00\n",
    "E209-too-late": "quiet hours a\n  from 08:00 to 25:00\n",
    "E209-too-late-too": "quiet hours a\n  from 8:00 to 25:00pm\n",
    "E209-minutes": "quiet hours a\n  from 8:75 to 09:00\n",
    "E209-start": "quiet hours a\n  from 24:00 to 08:00\n",
    "E210-short": "deny a when b\n  effective from 2026-1-3\n",
    "E210-slashes": "deny a when b\n  effective from 2026/13/01\n",
    "E210-order": "deny a when b\n  effective from 30.01.2026\n",
    "E210-no-such-day": "deny a when b\n  effective from 2026-02-30\n",
    "E210-year": "deny a when b\n  effective from 1066-10-14\n",
    "E210-instant": "deny a when b is before 2026-1-30T08:00Z\n",
    "E210-instant-time": "deny a when b is before 2026-01-30T99:00:00Z\n",
    "E210-instant-day": "deny a when b is before 2026-02-30T08:00:00Z\n",
    "E211-naive": "deny a when b is before 2026-01-30T08:00:00\n",
    "E212-decimal": "cap a\n  at most 2.5 attempts ever\n",
    "E212-negative": "cap a\n  at most -1 attempts ever\n",
    "E212-zero": "deny a when at least 0 attempts ever\n",
    "E212-large": "cooldown a\n  wait 4000 calendar months after refusal\n",
    "E212-digits": f"deny a when b < {'9' * 5000}\n",
    "E213-not-before": "deny a when b is not before now\n",
    "E214-or": "deny a when channel is voice or visit\n",
    "E214-not": "deny a when channel is not voice and sms and push\n",
    "E215-misspelt": "fact a : instnat\n",
    "E215-unknown": "fact a : bool\n",
    "E216-now": "deny a when b is during c\n",
    "E217-month": "cap a\n  at most 3 attempts in a calendar month starting sunday\n",
    "E218-hours": "gap a\n  at least 4h between attempts\n",
    "E218-days": "cooldown a\n  wait 7days after refusal\n",
    "E219-full": "cap a\n  at most 3 attempts in 7 full days\n",
    "E221-day": "cap a\n  at most 3 attempts per day\n",
    "E221-hour": "cap a\n  at most 3 attempts per hour\n",
    "E222-range": "quiet hours a\n  all day on monday to monday\n",
    "E223-set": "deny a when channel in {voice, person.channel}\n",
    "E224-default": "fact debt.limit : number = debt.other\n",
    "E225-days": "cap a\n  at most 3 attempts in 14 days\n",
    "E225-day": "cap a\n  at most 3 attempts in 1 day\n",
    "E226-ignore": 'deny a when b\n  ignore no_stop\n  owner "c"\n',
    "E226-empty": 'deny a when b\n  ignore no_stop because " "\n',
    "E101-ignore": 'deny a when b\n  ignore because "meant"\n',
    "E225-wait": "cooldown a\n  wait 2 weeks after refusal\n",
}
TEXTS = {
    **{name: HEAD + body for name, body in BODIES.items()},
    "E005-size": "policy demo\n" + "# too much\n" * 100_000,
    "E006-nothing": "# to be written\n",
    "E007-bidi": HEAD + "deny a when b # \u202e\n",
    "E008-nul": HEAD + "deny a\x00 when b\n",
    "E008-line-separator": HEAD + "# \u2028deny a when b\n",
    "E101-quotes-version": "policy demo\n  version 2026.1\n",
    "E101-quotes-version-2": "policy demo\n  version 1.2.3\n",
    "E101-head-clause-late": HEAD + "deny a when b\n\nuse (c)\n",
    "E102-policy": "policy\n",
    "E105-head-late": 'policy demo\nsource a = "b"\n  version "1"\n',
    "E105-in-the-head": "policy demo\n  when a\n",
    "E105-unknown": "policy demo\n  if unknown deny\n",
    "E101-ledger": "policy demo\n  if ledger unavailabel deny\n",
    "E101-lease": "policy demo\n  if lease expired 7\n",
    "E101-if": "policy demo\n  if the ledger is unavailable deny\n",
    "E102-lease": "policy demo\n  if lease expired\n",
    "E106-first-line": 'policy demo "Demo\n  version "1"\n',
    "E108-deep": HEAD + "deny a when " + "(" * 10_000 + "b\n",
    "E108-not": HEAD + "deny a when " + "not " * 70 + "b\n",
    "E117-no-policy": "deny cease when person.cease\n",
    "E117-misspelt": 'polcy demo "Demo"\n',
}


def said(text: str) -> str:
    """What is said about a text, in both languages."""
    found = parse_file(Source("demo.policy", text)).diagnostics
    return render(found) + "\n" + render(found, "zh")


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_said(name: str) -> None:
    found = parse_file(Source("demo.policy", TEXTS[name])).diagnostics
    assert [item.code for item in found] == [name.split("-")[0]]
    assert said(TEXTS[name]) == (DATA / f"{name}.txt").read_text("utf-8")


def test_no_file_is_left_over() -> None:
    assert {file.stem for file in DATA.iterdir()} == set(TEXTS)


def test_every_code_has_a_program() -> None:
    codes = {code for code in ENTRIES if code[:2] in ("E1", "E2")}
    assert codes - {name.split("-")[0] for name in TEXTS} == {"E103"}


@pytest.mark.parametrize("code", [code for code in ENTRIES if code[:2] in ("E1", "E2")])
def test_the_example_of_a_code_shows_it(code: str) -> None:
    if code == "E103":
        return
    found = parse_file(Source("demo.policy", ENTRIES[code].example)).diagnostics
    assert [item.code for item in found] == [code]


def test_an_empty_phrase() -> None:
    node, found = parse_phrase("window", Source("demo.yaml", "in:   # later\n"), 3, 13)
    assert node is None
    assert render(found) == (
        "error[E103]: nothing is written here\n"
        " --> demo.yaml:1:4\n"
        "  |\n"
        "1 | in:   # later\n"
        "  |    ^^^^^^^^^^\n"
        "help: write a window such as `a calendar day`, `24 hours`, or `7 rolling days`\n"
    )


def test_two_words_where_one_name_stands() -> None:
    _, found = parse_phrase("paths", Source("demo.yaml", "when b"), 0, 6)
    assert render(found).splitlines()[0] == "error[E101]: `b` cannot stand here"
    assert render(found).splitlines()[-1] == "help: write `,`"


def test_a_phrase_that_is_not_finished() -> None:
    _, found = parse_phrase("expression", Source("demo.yaml", "when: not channel is"), 6, 20)
    assert render(found) == (
        "error[E102]: something is missing after `is`\n"
        " --> demo.yaml:1:19\n"
        "  |\n"
        "1 | when: not channel is\n"
        "  |                   ^^\n"
        "help: write a value such as `voice`, `after`, `before`, `during`, "
        "`known`, or `not`\n"
    )


def test_what_is_wrong_with_an_unescaped_text_stands_in_one_place() -> None:
    at = Source("demo.yaml", r'when: "a \"b\" c"').span(6, 17)
    for text in ("a b", "a is 'b'", "a and", "(a", "a \x00", "\u202ea", "7 days", "(" * 99, ""):
        node, found = parse_phrase_text("expression", text, at)
        assert node is None
        assert [item.span for item in found] == [at]


def write() -> None:
    """Write the expected texts anew."""
    for file in DATA.iterdir():
        file.unlink()
    for name, text in TEXTS.items():
        (DATA / f"{name}.txt").write_text(said(text), "utf-8", newline="\n")


if __name__ == "__main__":
    write()
