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
    Entry(
        code="T141",
        severity=Severity.ERROR,
        message=Text(
            "no survivor is called `{name}`",
            "没有名为 `{name}` 的存活变异",
        ),
        hints={
            "killed": Text(
                "a test kills it: take the entry away", "已有测试能发现它：请删除该条目"
            ),
            "unknown": Text(
                "there is no such change of the policy: take the entry away, or copy the name that `policydsl test --mutate` prints",
                "策略没有这样的变异：请删除该条目，或复制 `policydsl test --mutate` 给出的名称",
            ),
        },
        explanation=Text(
            "The file explains a change of the policy as one that no test can notice, but there is no such change, or a test does notice it. An explanation that explains nothing hides the next change that gets its name.",
            "文件将某个策略变异说明为测试无法发现，但不存在该变异，或已有测试能发现它。多余的说明会掩盖日后同名的变异。",
        ),
        example=_file('{mutant: "weekly: 2 -> 9", because: "nobody counts so far"}'),
    ),
)
