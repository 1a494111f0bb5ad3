"""A strict reader of LCOV tracefiles, as `geninfo` describes them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass
class SourceFile:
    """One record: what was seen of a source file."""

    name: str
    functions: dict[str, tuple[int, int]] = field(default_factory=dict)
    branches: dict[tuple[int, int, int], int | None] = field(default_factory=dict)
    lines: dict[int, int] = field(default_factory=dict)


ORDER = [
    "TN",
    "SF",
    "FN",
    "FNDA",
    "FNF",
    "FNH",
    "BRDA",
    "BRF",
    "BRH",
    "DA",
    "LF",
    "LH",
    "end_of_record",
]
REPEATING = {"FN", "FNDA", "BRDA", "DA"}
SHAPES = {
    "TN": r"\w*",
    "SF": r".+",
    "FN": r"(\d+),(\S+)",
    "FNDA": r"(\d+),(\S+)",
    "BRDA": r"(\d+),(\d+),(\d+),(\d+|-)",
    "DA": r"(\d+),(\d+)",
    **dict.fromkeys(("FNF", "FNH", "BRF", "BRH", "LF", "LH"), r"(\d+)"),
}


def read_lcov(text: str) -> dict[str, SourceFile]:
    """The records of a tracefile; fails where it is not one."""
    assert text == "" or text.endswith("end_of_record\n")
    found: dict[str, SourceFile] = {}
    for record in text.split("end_of_record\n")[:-1]:
        file = read_record([line.partition(":")[::2] for line in record.splitlines()])
        assert file.name not in found
        found[file.name] = file
    return found


def read_record(entries: list[tuple[str, str]]) -> SourceFile:
    """One record: its entries in their order, its summaries those of what it lists."""
    keys = [key for key, _ in entries]
    assert [ORDER.index(key) for key in keys] == sorted(ORDER.index(key) for key in keys)
    assert all(keys.count(key) == 1 for key in ORDER[:-1] if key not in REPEATING)
    matches = [(key, re.fullmatch(SHAPES[key], value)) for key, value in entries]
    assert all(match is not None for _, match in matches)
    file = SourceFile(entries[1][1])
    totals: dict[str, int] = {}
    starts: dict[str, int] = {}
    for key, match in matches:
        assert match is not None
        groups = match.groups()
        if key == "FN":
            assert groups[1] not in starts
            starts[groups[1]] = int(groups[0])
        elif key == "FNDA":
            assert groups[1] not in file.functions
            file.functions[groups[1]] = (starts[groups[1]], int(groups[0]))
        elif key == "BRDA":
            place = (int(groups[0]), int(groups[1]), int(groups[2]))
            assert place not in file.branches
            file.branches[place] = None if groups[3] == "-" else int(groups[3])
        elif key == "DA":
            assert int(groups[0]) >= 1 and int(groups[0]) not in file.lines
            file.lines[int(groups[0])] = int(groups[1])
        elif key not in ("TN", "SF"):
            totals[key] = int(groups[0])
    assert starts.keys() == file.functions.keys()
    assert totals == {
        "FNF": len(file.functions),
        "FNH": sum(hits > 0 for _, hits in file.functions.values()),
        "BRF": len(file.branches),
        "BRH": sum(bool(taken) for taken in file.branches.values()),
        "LF": len(file.lines),
        "LH": sum(hits > 0 for hits in file.lines.values()),
    }
    assert {line for line, _, _ in file.branches} <= file.lines.keys()
    blocks = {(line, block) for line, block, _ in file.branches}
    for line, block in blocks:
        taken = [file.branches[line, block, branch] for branch in (0, 1)]
        assert (None in taken) is (taken == [None, None])
    return file
