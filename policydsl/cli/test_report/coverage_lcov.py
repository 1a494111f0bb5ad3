"""The coverage of policies as an LCOV tracefile, for whatever shows coverage of lines.

A policy file is a source file, its rules are functions, each condition is a block of two branches,
yes (0) and no (1), and each bound one of two, not reached (0) and reached (1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from policydsl.diagnostics.visible import visible
from policydsl.testing.coverage import Place, PolicyCoverage


@dataclass(slots=True)
class _File:
    """What was seen of one file, by line and column."""

    functions: dict[str, tuple[int, int]] = field(default_factory=dict)
    branches: dict[tuple[int, int, str], list[tuple[int, int]]] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)

    def add(self, place: Place, what: str, sides: tuple[int, int], cases: int) -> None:
        """A condition or a bound; the same from several policies under test adds up."""
        block = self.branches.setdefault((place.line, place.column, f"{what} {place.text}"), [])
        block.append(sides)
        self.see(place.line, cases)

    def see(self, line: int, cases: int) -> None:
        """A line is seen as often as what was seen most often on it."""
        self.lines[line] = max(self.lines.get(line, 0), cases)


def coverage_lcov(policies: Iterable[PolicyCoverage]) -> str:
    """The tracefile."""
    files: dict[str, _File] = defaultdict(_File)
    for one in policies:
        for rule in one.rules:
            file, cases = files[rule.place.file], rule.spoke + rule.unknown + rule.passed
            _, known = file.functions.get(rule.rule, (0, 0))
            file.functions[rule.rule] = (rule.place.line, known + cases)
            file.see(rule.place.line, cases)
        for condition in one.conditions:
            sides = (condition.yes, condition.no)
            files[condition.place.file].add(condition.place, "condition", sides, condition.cases)
        for bound in one.bounds:
            sides = (bound.below, bound.reached)
            files[bound.place.file].add(bound.place, "bound", sides, sum(sides))
    return "".join(_record(name, files[name]) for name in sorted(files))


def _record(name: str, file: _File) -> str:
    lines = ["TN:", f"SF:{visible(name)}"]
    functions = sorted(file.functions.items(), key=lambda item: (item[1][0], item[0]))
    lines += [f"FN:{line},{visible(rule)}" for rule, (line, _) in functions]
    lines += [f"FNDA:{cases},{visible(rule)}" for rule, (_, cases) in functions]
    lines += _summary("FN", [cases for _, (_, cases) in functions])
    taken: list[int] = []
    for block, ((line, _, _), sides) in enumerate(sorted(file.branches.items())):
        counts = [sum(each) for each in zip(*sides, strict=True)]
        taken += counts
        met = any(counts)
        for branch, count in enumerate(counts):
            lines.append(f"BRDA:{line},{block},{branch},{count if met else '-'}")
    lines += _summary("BR", taken)
    lines += [f"DA:{line},{cases}" for line, cases in sorted(file.lines.items())]
    lines += [f"LF:{len(file.lines)}", f"LH:{sum(cases > 0 for cases in file.lines.values())}"]
    return "\n".join([*lines, "end_of_record"]) + "\n"


def _summary(kind: str, counts: list[int]) -> list[str]:
    """How many there are, and how many were hit."""
    return [f"{kind}F:{len(counts)}", f"{kind}H:{sum(count > 0 for count in counts)}"]
