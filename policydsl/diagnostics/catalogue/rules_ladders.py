"""E4xx codes: ladders and their steps."""

from policydsl.diagnostics.catalogue.entry import Entry, Severity, Text

_DID_YOU_MEAN = Text("did you mean `{suggestion}`?", "您要写的是 `{suggestion}` 吗？")

ENTRIES: tuple[Entry, ...] = (
    Entry(
        code="E417",
        severity=Severity.ERROR,
        message=Text("step `{name}` does not say by which channels", "步骤 `{name}` 没有写明渠道"),
        hints={"via": Text("write for example `via sms, voice`", "例如写 `via sms, voice`")},
        explanation=Text(
            "A step is the contacts that may be made when its turn has come, and `via` says which these are. Without it no contact could be a part of the step.",
            "步骤是轮到它时可以进行的联系，由 `via` 指明。没有 `via`，任何联系都不属于该步骤。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nladder recovery per debt\n  step remind\n    from day 3 past due\n',
    ),
    Entry(
        code="E418",
        severity=Severity.ERROR,
        message=Text("a step has no deadline for its duties", "步骤的义务不设期限"),
        hints={
            "oblige": Text(
                "write an `oblige` rule for a duty with `within`",
                "带 `within` 的义务请写成 `oblige` 规则",
            )
        },
        explanation=Text(
            "What a step must do is done with each contact of the step. A duty that may be done within a time after something stands in a rule of its own.",
            "步骤的义务须在该步骤的每次联系中履行。可在某事之后一定时间内履行的义务，应写成单独的规则。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nladder recovery per debt\n  step remind\n    via sms\n    must record within 24 hours after first attempt\n',
    ),
    Entry(
        code="E419",
        severity=Severity.ERROR,
        message=Text("this ladder has no step `{name}`", "该阶梯没有步骤 `{name}`"),
        hints={
            "did_you_mean": _DID_YOU_MEAN,
            "steps": Text("its steps are {steps}", "其步骤有 {steps}"),
        },
        explanation=Text(
            "`after` names a step of the same ladder that has to be attempted, or to have been open for a while. A step that does not exist would never be done, and this one would never open.",
            "`after` 指同一阶梯中须先尝试或已开放一段时间的步骤。不存在的步骤永远不会完成，当前步骤也就永远不会开放。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nladder recovery per debt\n  step call\n    after remind attempted 2 times\n    via voice\n',
    ),
    Entry(
        code="E420",
        severity=Severity.ERROR,
        message=Text(
            "the limit of a step counts the contacts of the step, and no others",
            "步骤的上限只统计该步骤自身的联系",
        ),
        hints={
            "cap": Text(
                "leave out `by`, `per`, and `where`, or write a `cap` rule",
                "请省略 `by`、`per` 和 `where`，或另写 `cap` 规则",
            )
        },
        explanation=Text(
            "A step's `at most` needs no filter and no key: it counts what the step did, for what the ladder is kept. A limit on anything else is a cap.",
            "步骤的 `at most` 不需要筛选和维度：它统计该步骤在阶梯所属维度下的联系。对其他内容的上限应写成 `cap`。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nladder recovery per debt\n  step remind\n    via sms\n    at most 3 attempts per person ever\n',
    ),
    Entry(
        code="E421",
        severity=Severity.ERROR,
        message=Text("a step cannot count `{name}`", "步骤不能统计 `{name}`"),
        hints={
            "levels": Text(
                "a step counts its own outbound `attempts`, `submissions`, `deliveries`, `connections`, `right_party_contacts`, or `conversations`",
                "步骤统计自身呼出的 `attempts`、`submissions`、`deliveries`、`connections`、`right_party_contacts` 或 `conversations`",
            )
        },
        explanation=Text(
            "The limit of a step is about the contacts that the step makes, by how far they got. Inbound contacts and other events, such as payments, belong to no step.",
            "步骤的上限针对该步骤发起的联系，并按进展程度区分。呼入联系和付款等其他事件不属于任何步骤。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nladder recovery per debt\n  step remind\n    via sms\n    at most 3 payments ever\n',
    ),
    Entry(
        code="E422",
        severity=Severity.ERROR,
        message=Text(
            "a contact by `{channel}` could be taken by step `{name}` and by step `{other}`",
            "一次 `{channel}` 联系可能同时属于步骤 `{name}` 和步骤 `{other}`",
        ),
        hints={
            "where": Text(
                "tell them apart with `where`, such as `via voice where (actor is bot)` and `via voice where (actor is human)`",
                "请用 `where` 区分，例如 `via voice where (actor is bot)` 与 `via voice where (actor is human)`",
            ),
            "declare": Text(
                "or let every proposal name its step: `fact proposal.step : text`",
                "或让每个拟触达注明所属步骤：`fact proposal.step : text`",
            ),
            "other": Text("the other step is here", "另一个步骤在这里"),
        },
        explanation=Text(
            "Past contacts are counted for the step that took them, so each contact must belong to one step at most. Two steps by the same channel have to ask for different things.",
            "过往联系须计入其所属的步骤，因此每次联系至多属于一个步骤。使用同一渠道的两个步骤必须有互斥的条件。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nladder recovery per debt\n  step robot\n    via voice\n  step agent\n    via voice\n',
    ),
    Entry(
        code="E423",
        severity=Severity.ERROR,
        message=Text("there is another step `{name}` in this ladder", "该阶梯中已有步骤 `{name}`"),
        hints={"first": Text("the first one is here", "第一个在这里")},
        explanation=Text(
            "Steps are named by `after`, in proposals, and in verdicts, so each name stands for one step. Rename one of the two.",
            "`after`、拟触达和判定结果都以名称指明步骤，因此每个名称只能对应一个步骤。请为其中一个改名。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nladder recovery per debt\n  step remind\n    via sms\n  step remind\n    via email\n',
    ),
    Entry(
        code="E424",
        severity=Severity.ERROR,
        message=Text(
            "step `{name}` waits for itself, and never opens",
            "步骤 `{name}` 在等待自身，永远不会开放",
        ),
        hints={"after": Text("break the circle of `after`", "请打破 `after` 的循环")},
        explanation=Text(
            "The step opens after another step, which, perhaps through further ones, opens after this one. None of them would ever open. Remove one `after`.",
            "该步骤要等另一步骤之后才开放，而后者（可能经过其他步骤）又要等该步骤。这些步骤都不会开放。请删除其中一个 `after`。",
        ),
        example='policy demo "Demo"\n  otherwise deny\n\nladder recovery per debt\n  step remind\n    after remind attempted 1 time\n    via sms\n',
    ),
)
