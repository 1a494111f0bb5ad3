"""Reports in the forms of others, validated against their published schemas; stored and read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st

from policydsl.diagnostics import ENTRIES, Diagnostic, Severity, Source, diagnostic
from policydsl.diagnostics.catalogue import placeholders
from policydsl.diagnostics.render_github import to_github
from policydsl.diagnostics.render_junit import to_junit
from policydsl.diagnostics.render_sarif import to_sarif, uri_of
from policydsl.diagnostics.report import Report, in_order
from policydsl.diagnostics.stored import NotStoredError, restored, sources_of, stored

SCHEMAS = Path(__file__).parents[1] / "schemas"
SARIF = jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-2.1.0.json").read_text("utf-8")))
JUNIT = xmlschema.XMLSchema(SCHEMAS / "junit-10.xsd")
SOURCE = Source("policies/夜 间/a,b:c%.policy", 'policy a\n  version "</a>&\x07"\nüber 😀 end\n')
OTHER = Source("/whole/path.policy", "deny x\n")
REQUEST = {"at": "2026-03-04T10:00:00Z", "proposal": {"channel": "voice", "purpose": "x"}}


def every_code() -> list[Report]:
    """A report for each code of the catalogue, with all its helps, notes and labels."""
    made = []
    for number, (code, entry) in enumerate(sorted(ENTRIES.items())):
        names = placeholders(entry.message.en)
        names |= {name for hint in entry.hints.values() for name in placeholders(hint.en)}
        args = {name: f"<{name}>\x1b[1m\n%,:" for name in names}
        span = SOURCE.span(number % 20, number % 20 + 8)
        keys = list(entry.hints)
        item = diagnostic(
            code,
            None if number % 7 == 0 else span,
            helps=keys[::2],
            notes=keys[1::2],
            labels=[(OTHER.span(0, 4), key) for key in keys[:1]],
            path="$.x" if number % 5 == 0 else None,
            **args,
        )
        made.append(Report(item, "a_lint" if number % 2 else None, (REQUEST,) * (number % 3)))
    return made


REPORTS = every_code()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sarif_is_valid_and_complete(lang: str) -> None:
    made = to_sarif(REPORTS, lang, {"W001": "a_lint"})
    SARIF.validate(made)
    [run] = made["runs"]
    assert len(run["results"]) == len(REPORTS)
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(ENTRIES)
    for result, report in zip(run["results"], REPORTS, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["properties"]["witness"] == list(report.requests)
        assert result["message"]["text"].isprintable() or "\n" in result["message"]["text"]
    json.dumps(made)


def test_the_schema_refuses_what_is_no_sarif() -> None:
    made = to_sarif(REPORTS[:1])
    made["runs"][0]["results"][0]["level"] = "fatal"
    assert not SARIF.is_valid(made)
    assert SARIF.is_valid(to_sarif([]))


def test_references_to_files() -> None:
    assert uri_of("policies/us/a.policy") == "policies/us/a.policy"
    assert uri_of("/a b/夜.policy") == "file:///a%20b/%E5%A4%9C.policy"
    assert uri_of("<stdin>") == "%3Cstdin%3E"
    assert uri_of("a:b.policy") == "a%3Ab.policy"


def test_a_fingerprint_stays_when_lines_are_added() -> None:
    def prints(text: str) -> set[str]:
        source = Source("a.policy", text)
        at = text.index("deny")
        item = diagnostic("E415", source.span(at, at + 4), kind="deny", name="x")
        result = to_sarif([Report(item)])["runs"][0]["results"][0]
        return set(result["partialFingerprints"].values())

    assert prints("deny x") == prints("# a comment\n\ndeny x")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_junit_is_valid_and_counts(lang: str) -> None:
    made = to_junit(REPORTS, ["fine.policy", SOURCE.name], lang)
    JUNIT.validate(made)
    root = ElementTree.fromstring(made)
    levels = [one.diagnostic.severity for one in REPORTS]
    assert root.get("failures") == str(levels.count(Severity.WARNING))
    assert root.get("errors") == str(levels.count(Severity.ERROR))
    assert root.get("tests") == str(len(REPORTS) + 1) == str(len(root.findall(".//testcase")))
    [fine] = [suite for suite in root if suite.get("name") == "fine.policy"]
    assert [case.get("name") for case in fine] == ["check"]
    assert len(root.findall(".//failure")) == levels.count(Severity.WARNING)


def test_the_schema_refuses_what_is_no_junit() -> None:
    made = to_junit(REPORTS[:1], [])
    assert not JUNIT.is_valid(made.replace("<testcase name", "<testcase nome"))
    JUNIT.validate(to_junit([], []))


def commands(text: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """As a runner reads its commands: name, properties, message."""
    for line in text.splitlines():
        found = re.fullmatch(r"::(\w+) ([^\n]*?)::(.*)", line)
        assert found is not None, line
        pairs = (pair.split("=", 1) for pair in found[2].split(","))
        yield found[1], {key: _plain(value) for key, value in pairs}, _plain(found[3])


def _plain(text: str) -> str:
    for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


def test_annotations_say_where_and_what() -> None:
    read = list(commands(to_github(REPORTS)))
    assert len(read) == len(REPORTS)
    names = {"error": Severity.ERROR, "warning": Severity.WARNING, "notice": Severity.NOTE}
    for (name, properties, message), report in zip(read, REPORTS, strict=True):
        item = report.diagnostic
        assert names[name] is item.severity
        assert properties["title"].startswith(item.code)
        assert len(message.splitlines()) == 1 + len(item.helps) + len(item.notes)
        if item.span is not None:
            assert properties["file"] == SOURCE.name
            assert properties["line"] == str(item.span.line)
            assert ("col" in properties) == (properties["endLine"] == properties["line"])


def test_a_file_that_cannot_be_read_is_shown_under_its_own_name() -> None:
    report = Report(diagnostic("E002", file="夜.policy", helps=["permission"]))
    [result] = to_sarif([report])["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place == {
        "artifactLocation": {"uri": uri_of("夜.policy")},
        "region": {"startLine": 1},
    }
    SARIF.validate(to_sarif([report]))
    assert to_github([report]).startswith("::error file=夜.policy,title=E002::")
    root = ElementTree.fromstring(to_junit([report], ["夜.policy"]))
    assert [(suite.get("name"), suite.get("errors")) for suite in root] == [("夜.policy", "1")]


@pytest.mark.parametrize("report", REPORTS, ids=lambda one: one.diagnostic.code)
def test_what_is_stored_comes_back(report: Report) -> None:
    sources = {one.name: one for one in (SOURCE, OTHER)}
    data = json.loads(json.dumps(stored(report.diagnostic)))
    assert restored(data, sources.__getitem__) == report.diagnostic
    assert set(sources_of(report.diagnostic)) <= {SOURCE, OTHER}


def test_the_level_is_stored_too() -> None:
    item = Diagnostic("W001", args=REPORTS[-1].diagnostic.args, level=Severity.ERROR)
    made = diagnostic("W002", name="a", policy="b")
    raised = Diagnostic(made.code, args=made.args, level=Severity.ERROR)
    assert restored(stored(raised), {}.__getitem__) == raised
    assert item.severity is raised.severity is Severity.ERROR
    assert made.severity is Severity.WARNING


GOOD = stored(next(one for one in REPORTS if one.diagnostic.span is not None).diagnostic)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(values, st.sampled_from([None, *GOOD]))
def test_anything_else_is_refused(value: object, key: str | None) -> None:
    data = value if key is None else {**GOOD, key: value}
    try:
        made = restored(data, {SOURCE.name: SOURCE, OTHER.name: OTHER}.__getitem__)
    except NotStoredError:
        return
    assert isinstance(made, Diagnostic)
    made.message("en")


def test_errors_come_first_then_by_place() -> None:
    note = Report(diagnostic("W002", SOURCE.span(0, 1), name="a", policy="b"))
    error = Report(diagnostic("E415", SOURCE.span(5, 6), kind="deny", name="x"))
    early = Report(diagnostic("E415", SOURCE.span(2, 3), kind="deny", name="x"))
    assert in_order([note, error, early, error]) == (early, error, note)
