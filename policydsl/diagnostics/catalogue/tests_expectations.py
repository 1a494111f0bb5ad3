"""T13x: what tests expect, and tests that prove nothing."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text


def _case(expect: str, proposal: str = "channel: sms, purpose: servicing") -> str:
    return f"tests: first.reminder\ncases:\n  - name: at noon\n    at: 2026-03-04T12:00:00+08:00\n    proposal: {{{proposal}}}\n    person: {{id: P1, time_zones: [Asia/Shanghai]}}\n    expect: {expect}\n"


ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="T130",
        severity=Severity.ERROR,
        message=Text("this test expects nothing", "该测试没有任何预期"),
        hints={
            "expect": Text(
                "write what the decision must say, such as `expect: {verdict: allow}`",
                "请写明判定应为何种结果，例如 `expect: {verdict: allow}`",
            ),
        },
        explanation=Text(
            "A test that expects nothing passes whatever the policy says, so it only looks like a test.",
            "没有预期的测试无论策略如何都会通过，只是看起来像测试。",
        ),
        example=_case("{}"),
    ),
    Entry(
        code="T131",
        severity=Severity.ERROR,
        message=Text("`{policy}` has no rule `{name}`", "`{policy}` 中没有规则 `{name}`"),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "是否应为 `{suggestion}`？"),
        },
        explanation=Text(
            "The test names a rule, an obligation or a ladder that is neither in the policy tested nor in one that it uses. It may be misspelt, or the rule has another name now; and a test that excludes it would pass for the wrong reason.",
            "测试所写的规则、义务或阶梯既不在所测策略中，也不在其引用的策略中。可能是拼写错误，或规则已改名；以此为排除条件的测试会因错误的原因通过。",
        ),
        example=_case("{reasons: [{rule: weekyl}]}"),
    ),
    Entry(
        code="T132",
        severity=Severity.ERROR,
        message=Text("several rules are called `{name}`", "有多条规则名为 `{name}`"),
        hints={
            "full": Text("write one of them in full: {names}", "请写出完整名称：{names}"),
        },
        explanation=Text(
            "The short name of a rule is enough when it is that of the policy tested, or of just one rule of those it uses. Here several policies have a rule of that name.",
            "若规则属于所测策略，或在其引用的策略中名称唯一，则写短名即可。此处有多个策略含同名规则。",
        ),
        example=_case("{reasons: [{rule: cease}]}").replace("first.reminder", "house.strategy"),
    ),
    Entry(
        code="T133",
        severity=Severity.ERROR,
        message=Text("a decision never says `{value}` here", "判定结果在此处不会出现 `{value}`"),
        hints={
            "did_you_mean": Text("did you mean `{suggestion}`?", "是否应为 `{suggestion}`？"),
            "choices": Text("write {choices}", "可用的取值：{choices}"),
            "reason": Text(
                "`policydsl explain CODE` says what a reason code means",
                "`policydsl explain 代码` 可查看原因代码的含义",
            ),
            "duty": Text(
                "no obligation or ladder of the policy asks for it",
                "策略中没有任何义务或阶梯要求它",
            ),
        },
        explanation=Text(
            "It is none of the verdicts, effects, reason codes or duties that there are. A test that expects it cannot pass, and one that excludes it cannot fail.",
            "该取值不是任何已有的结论、效果、原因代码或义务。以此为预期的测试不可能通过，以此为排除条件的测试不可能失败。",
        ),
        example=_case("{verdict: allowed}"),
    ),
    Entry(
        code="T134",
        severity=Severity.ERROR,
        message=Text(
            "no policy governs this contact, so no rule was evaluated",
            "没有策略管辖此次触达，因此没有判定任何规则",
        ),
        hints={
            "expect": Text(
                "if that is what is tested, expect the code `NO_RULE_APPLIES`",
                "若要测试的正是这一点，请预期代码 `NO_RULE_APPLIES`",
            ),
        },
        explanation=Text(
            "The answer came from `otherwise` alone, so the test says nothing about a rule. Look at the purpose and the other facts that the policy governs by, and at its effective dates.",
            "结果完全由 `otherwise` 给出，因此该测试没有测到任何规则。请检查用途等决定管辖范围的事实，以及策略的生效日期。",
        ),
        example="tests: house.marketing\ncases:\n  - name: a purpose that the policy does not govern\n    at: 2026-03-04T12:00:00+08:00\n    proposal: {channel: sms, purpose: collections}\n    expect: {verdict: deny}\n",
    ),
    Entry(
        code="T135",
        severity=Severity.ERROR,
        message=Text("{what} names nothing to compare", "{what}没有写明要比较的内容"),
        explanation=Text(
            "Of an entry only the keys that it names are compared, so an empty one agrees with everything.",
            "每一项只比较其写明的键，空的一项与任何内容都相符。",
        ),
        example=_case("{reasons_include: [{}]}"),
    ),
)
