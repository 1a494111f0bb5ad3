"""T14x: what test files say of changes of the policy that no test notices."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text


def _file(survivor: str) -> str:
    return f"tests: first.reminder\ncases:\n  - name: at noon\n    at: 2026-03-04T12:00:00+08:00\n    proposal: {{channel: sms, purpose: servicing}}\n    person: {{id: P1, time_zones: [Asia/Shanghai]}}\n    expect: {{verdict: allow}}\nsurvivors:\n  - {survivor}\n"


ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="T140",
        severity=Severity.ERROR,
        message=Text("the reason says nothing", "理由为空"),
        hints={
            "why": Text(
                "say why no request can tell the changed policy from this one",
                "请说明为何没有请求能区分变异后的策略与原策略",
            ),
        },
        explanation=Text(
            "A change of the policy that no test notices is either killed by a test, or somebody says why there can be none. Without the reason the next reader must find it out again.",
            "没有测试能察觉的策略变异，要么补充测试，要么说明为何无法测试。没有理由，后来的人只能重新分析。",
        ),
        example=_file('{mutant: "weekly: 2 -> 3", because: " "}'),
    ),
)
