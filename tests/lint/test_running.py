"""Levels, options and `ignore`: what of the findings is reported, and how.

What is said of wrong settings stands in `settings.txt`; `python -m tests.lint.test_running` writes it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from policydsl.diagnostics import ENTRIES, Severity, Source, diagnostic
from policydsl.diagnostics.render_text import render
from policydsl.lint.configured import problems
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.registry import BY_NAME
from policydsl.lint.running import lint, lint_subject
from policydsl.policy.files import PolicyFile, read_bytes
from policydsl.policy.loading import check_each
from policydsl.project.reading import parse_settings
from policydsl.project.settings import LintOption, LintSettings, Setting

TODAY = date(2026, 3, 4)
AT = Source("policydsl.toml", "x").span()
POLICY = """policy demo
  governs channel in {voice, sms}
  otherwise deny
  {head}
fact person.unread : flag = no
source act = "Act"
deny calls when channel is voice {rule}
deny texts when channel is sms
"""
WAIVED = """policy house
  otherwise deny
use law
waive law.calls until 2026-03-20 because "pilot" approved by "c@example.com"
policy law
  otherwise allow
deny calls when channel is voice
"""


def read(text: str) -> list[PolicyFile]:
    return [read_bytes(text.encode(), "t.policy", is_yaml=False)]


def found(text: str, **levels: Severity | None) -> list[tuple[str, str | None, Severity]]:
    settings = LintSettings({name: Setting(level, AT) for name, level in levels.items()})
    reports = lint(read(text), (), settings, TODAY)
    return [(one.diagnostic.code, one.lint, one.diagnostic.severity) for one in reports]


def policy(head: str = "", rule: str = "") -> str:
    return POLICY.replace("{head}", head).replace("{rule}", rule)


def test_without_settings_the_catalogue_says_the_level() -> None:
    assert found(policy()) == [
        ("W303", "unused_fact", Severity.WARNING),
        ("W305", "unused_source", Severity.WARNING),
    ]


def test_settings_raise_and_switch_off() -> None:
    assert found(policy(), unused_fact=None, unused_source=Severity.ERROR) == [
        ("W305", "unused_source", Severity.ERROR)
    ]


def test_the_head_ignores_findings_about_the_policy() -> None:
    head = 'ignore unused_fact because "next month" ignore unused_source because "for readers"'
    assert found(policy(head)) == []


def test_a_rule_does_not_ignore_findings_about_the_policy() -> None:
    said = found(policy(rule='ignore unused_fact because "no"'))
    assert [one[0] for one in said] == ["W303", "W305", "W301"]


def test_an_ignore_of_a_lint_that_is_off_is_left_alone() -> None:
    head = 'ignore unused_fact because "next month"'
    assert found(policy(head), unused_fact=None, unused_source=None) == []
    assert found(policy('ignore used_twice because "x"'), unused_ignore=None) == found(policy())


def test_that_nothing_is_ignored_cannot_be_ignored() -> None:
    said = found(policy('ignore unused_ignore because "x"'), unused_fact=None, unused_source=None)
    assert [one[0] for one in said] == ["W301"]


def test_an_unknown_lint_is_an_error() -> None:
    said = found(policy('ignore unsed_fact because "x"', 'ignore hole because "y"'))
    assert [one[0] for one in said if one[2] is Severity.ERROR] == ["P104", "P104"]


def test_a_policy_with_errors_is_not_linted() -> None:
    assert [one[0] for one in found(policy() + "deny calls when channel is fax\n")] == [
        "E327",
        "E309",
    ]


def test_each_finding_of_a_rule_is_ignored_by_that_rule_only() -> None:
    def look(subject: Subject) -> Iterator[Finding]:
        for _, rule in subject.rules():
            made = diagnostic("W305", rule.name.span, name=rule.name.text)
            yield Finding(made, (), rule)

    made = Lint("W305", "unused_source", look)
    files = read(policy(rule='ignore unused_source because "x"'))
    [checked] = check_each(files, (), TODAY)
    assert checked.composed is not None
    from policydsl.api import Policy

    own = tuple(one.policy for one in checked.own)
    subject = Subject("demo", own, Policy(checked.composed, ()), TODAY)
    reports = list(lint_subject(subject, LintSettings(), [made]))
    assert [one.diagnostic.message() for one in reports] == ["no rule cites the source `texts`"]


def test_a_lint_that_finds_much_is_stopped() -> None:
    facts = "".join(f"fact person.f{n:02}xyz{n * 7} : flag = no\n" for n in range(25))
    last = 'deny z when channel is sms ignore lasting_consent because "x"\n'
    text = "policy demo\n  otherwise allow\n" + facts + last
    said = [one for one in found(text) if one[0] in ("W303", "W901", "W301")]
    assert said == [
        ("W901", None, Severity.NOTE),
        *[("W303", "unused_fact", Severity.WARNING)] * 20,
        ("W301", "unused_ignore", Severity.WARNING),
    ]
    ignoring = text.replace("otherwise allow", 'otherwise allow ignore unused_fact because "y"')
    assert [one[0] for one in found(ignoring)] == ["W301"]


def test_an_ignore_of_a_lint_that_was_stopped_is_left_alone() -> None:
    rules = "".join(f"deny r{n:02} when channel is sms unless channel is sms\n" for n in range(30))
    last = 'deny z when channel is sms ignore contradictory_condition because "x"\n'
    said = {one[0] for one in found("policy demo\n  otherwise allow\n" + rules + last)}
    assert "W901" in said
    assert "W301" not in said


NIGHT = "quiet hours n{n} from 21:00 to 08:00 {more} when reason is r{n}"
FRIDAY = "on monday to friday"
DAYS = "contact hours n{n} from 09:00 to 12:00 from 14:00 to 17:00 on sunday when reason is r{n}"
FOUND_OFTEN = {
    "week_hole": NIGHT.replace("{more}", f"{FRIDAY} all day on saturday, sunday"),
    "overnight_weekdays": NIGHT.replace("{more}", FRIDAY),
    "doubled_hours": NIGHT.replace("{more}", "from 22:00 to 07:00 on sunday"),
    "disjoint_hours": DAYS,
    "deferral_pile": "contact hours n{n} from 09:00 to 12:00 on sunday when reason is r{n}",
    "open_without_debt": NIGHT.replace("{more}", "") + " unless debt.agreed",
}


@pytest.mark.parametrize("name", FOUND_OFTEN)
def test_what_is_ignored_does_not_keep_from_what_is_not(name: str) -> None:
    rules = [FOUND_OFTEN[name].replace("{n}", str(n)) for n in range(26)]
    ignored = [f'{one} ignore {name} because "x"' for one in rules[:-1]]
    head = "policy demo\n  otherwise allow\nfact debt.agreed : flag = no\n"
    if name != "open_without_debt":
        head += "deny agreed when debt.agreed\n"
    said = found(head + "\n".join([*ignored, rules[-1]]))
    assert [one[1] for one in said if one[1] in (name, "unused_ignore")] == [name]


def test_what_ignores_nothing_is_told_so_many_times() -> None:
    rules = "".join(
        f'deny r{n:02} when reason is r{n} ignore week_hole because "x"\n' for n in range(30)
    )
    said = [one[0] for one in found("policy demo\n  otherwise allow\n" + rules)]
    assert (said.count("W301"), said.count("W901")) == (20, 1)


@pytest.mark.parametrize(("days", "codes"), [(15, ["W001"]), (16, ["W001", "W302"])])
def test_options_reach_their_lint(days: int, codes: list[str]) -> None:
    settings = LintSettings({}, {("waiver_ending", "days"): LintOption(days, AT)})
    reports = lint(read(WAIVED), (), settings, TODAY)
    assert [one.diagnostic.code for one in reports] == codes


def test_what_is_set_for_no_lint_or_option_is_reported() -> None:
    settings = LintSettings(
        {"unsed_fact": Setting(None, AT), "unused_fact": Setting(None, AT)},
        {
            ("waiver_ending", "day"): LintOption(3, AT),
            ("waiver_ending", "days"): LintOption(0, AT),
            ("unused_fact", "weeks"): LintOption(3, AT),
            ("nothing", "days"): LintOption(3, AT),
        },
    )
    said = [
        (one.code, one.helps[0].key if one.helps else None) for one in problems(settings, BY_NAME)
    ]
    assert said == [
        ("P104", "did_you_mean"),
        ("P105", "did_you_mean"),
        ("P103", None),
        ("P105", "none"),
        ("P104", "page"),
    ]


SETTINGS = """[lint]
unsed_fact = "off"
nothing = "note"

[lint.waiver_ending]
day = 3
days = 0

[lint.unused_fact]
weeks = 3
"""
GOLDEN = Path(__file__).with_name("settings.txt")


def shown_of_settings() -> str:
    """What is said of lints and options that there are not, and where one stops; both languages."""
    source = Source("policydsl.toml", SETTINGS)
    settings, wrong = parse_settings(source, Path())
    assert wrong == ()
    many = lint(read(ENTRIES["W901"].example), (), LintSettings(), TODAY)
    found = [*problems(settings.lint, BY_NAME), many[0].diagnostic]
    return f"{render(found)}---\n{render(found, 'zh')}"


def test_a_table_of_no_lint_is_underlined_where_it_is_named() -> None:
    source = Source("policydsl.toml", "[lint.nope]\ndays = 3\n")
    settings, _ = parse_settings(source, Path())
    [found] = problems(settings.lint, BY_NAME)
    assert found.span is not None
    assert (found.code, found.span.line) == ("P104", 1)


def test_what_is_said_of_settings_for_no_lint() -> None:
    assert shown_of_settings() == GOLDEN.read_text("utf-8")


if __name__ == "__main__":
    GOLDEN.write_text(shown_of_settings(), "utf-8", newline="\n")
