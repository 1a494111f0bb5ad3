"""A run of mutants for other programs: JSON, and suites of JUnit."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, SubElement

from policydsl.cli.test_report.mutation import survivor_text
from policydsl.diagnostics.render_json import to_json
from policydsl.diagnostics.visible import visible
from policydsl.testing.mutation import Fate, Mutation, MutationReport
from policydsl.testing.mutation.report import PolicyMutation


def mutation_json(report: MutationReport) -> dict[str, Any]:
    """The whole report; every key is always there."""
    return {
        "killed": report.killed,
        "survived": report.survived,
        "score": round(report.score, 3),
        "interrupted": report.interrupted,
        "seconds": round(report.seconds, 3),
        "errors": to_json(report.diagnostics),
        "policies": [_policy(policy) for policy in report.policies],
    }


def _policy(policy: PolicyMutation) -> dict[str, Any]:
    return {
        "policy": policy.policy,
        "tests": policy.tests,
        "score": round(policy.score, 3),
        "left_out": policy.left_out,
        "mutants": [_mutant(one) for one in policy.mutations],
    }


def _mutant(one: Mutation) -> dict[str, Any]:
    span, verdict = one.edit.span, one.verdict
    kill = verdict.kill
    return {
        "mutant": one.name,
        "file": span.source.name,
        "line": span.line,
        "before": span.text,
        "after": one.edit.new,
        "fate": str(one.fate),
        "killed_by": verdict.killer or None,
        "because": one.because or None,
        "tried": verdict.tried,
        "kill": None if kill is None else {"file": kill.file, "case": kill.text},
    }


def add_suites(root: Element, report: MutationReport, lang: str) -> None:
    """A suite for each policy, a test case for each mutant that counts; survivors are failures."""
    for policy in report.policies:
        counted = [one for one in policy.mutations if one.fate in (Fate.KILLED, Fate.SURVIVED)]
        suite = SubElement(
            root,
            "testsuite",
            name=f"{visible(policy.policy)} mutants",
            tests=str(len(counted)),
            failures=str(len(policy.of(Fate.SURVIVED))),
            errors="0",
        )
        for one in counted:
            case = SubElement(
                suite,
                "testcase",
                name=visible(one.name),
                classname=visible(policy.policy),
                group=f"{visible(one.edit.span.source.name)}:{one.edit.span.line}",
            )
            if one.fate == Fate.SURVIVED:
                failure = SubElement(case, "failure", message=visible(one.name))
                failure.text = survivor_text(policy, one, lang, colour=False)
