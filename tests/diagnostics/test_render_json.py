"""Rendering to JSON, compared in full."""

from __future__ import annotations

import json

from policydsl.diagnostics import Source, Span, diagnostic
from policydsl.diagnostics.render_json import to_json


def test_everything() -> None:
    source = Source("夜.policy", "# 夜间\nin 7 days\n")
    found = diagnostic(
        "E203",
        Span(source, 8, 14),
        text="7 days",
        labels=[(Span(source, 0, 8), "week")],
        helps=["week"],
    )
    week = {
        "en": "`a calendar week` is Monday to Sunday on the person's clock",
        "zh": "`a calendar week` 指对方当地时间的周一至周日",
    }
    expected = [
        {
            "code": "E203",
            "severity": "error",
            "message": {
                "en": "`7 days` can mean three things",
                "zh": "`7 days` 有三种可能的含义",
            },
            "file": "夜.policy",
            "line": 2,
            "column": 4,
            "end_line": 2,
            "end_column": 10,
            "path": None,
            "labels": [
                {
                    "message": week,
                    "file": "夜.policy",
                    "line": 1,
                    "column": 1,
                    "end_line": 2,
                    "end_column": 4,
                }
            ],
            "helps": [week],
            "notes": [],
        }
    ]
    assert to_json([found]) == expected
    assert json.loads(json.dumps(to_json([found]))) == expected


def test_one_language_and_no_place() -> None:
    assert to_json([diagnostic("E001", file="a", path="policy")], lang="zh") == [
        {
            "code": "E001",
            "severity": "error",
            "message": {"zh": "找不到文件或文件夹 `a`"},
            "file": None,
            "line": None,
            "column": None,
            "end_line": None,
            "end_column": None,
            "path": "policy",
            "labels": [],
            "helps": [],
            "notes": [],
        }
    ]
