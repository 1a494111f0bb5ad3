"""What each reason code means, in both languages, for `policydsl explain`."""

from __future__ import annotations

from collections.abc import Mapping

from policydsl.diagnostics.catalogue.entry import Text

REASONS: Mapping[str, Text] = {
    "QUIET_HOURS": Text(
        "the local clock of the recipient lies in a time in which this contact may not be made, in at least one zone that he may be in",
        "接收人当地时间（任一可能所在时区）处于不得联系的时段",
    ),
    "HOLIDAY": Text("the date is closed by a calendar", "该日期为日历规定的非触达日"),
    "TZ_UNKNOWN": Text(
        "no time zone of the recipient is known, so the local clock cannot be judged; give `person.time_zones`",
        "接收人时区未知，无法判断当地时间；请提供 `person.time_zones`",
    ),
    "TZ_CONFLICT": Text("the sources of the time zone disagree", "时区来源相互冲突"),
    "INCONVENIENT": Text(
        "the person ruled this time, place, channel or address out",
        "客户已声明该时间、地点、渠道或联系方式不便",
    ),
    "CAP_REACHED": Text(
        "as many contacts as the cap allows have been counted in its window; `measure` says how many and when one frees",
        "窗口内计数已达频次上限；`measure` 给出已用次数及释放时间",
    ),
    "MIN_GAP": Text("the last counted contact is too recent", "距上次计数触达未满最小间隔"),
    "COOLDOWN": Text(
        "something happened after which no contact is made for a while",
        "某事件之后的冷却期尚未结束",
    ),
    "CONCURRENCY": Text("too many are open at once", "并发数已达上限"),
    "OUTRANKED": Text(
        "a proposal of higher priority holds the slot", "名额已被更高优先级的触达占用"
    ),
    "DUPLICATE": Text("the same contact was already made or reserved", "同一触达已执行或已预占"),
    "CONSENT_MISSING": Text(
        "no record of consent covers this contact", "没有覆盖此次触达的同意记录"
    ),
    "CONSENT_WRONG_PURPOSE": Text(
        "consent was given for another purpose", "同意的用途与此次触达不符"
    ),
    "CONSENT_EXPIRED": Text("the consent has ended", "同意已过期"),
    "CONSENT_REVOKED": Text(
        "the consent was taken back; as a warning, the time in which that must be honoured still runs",
        "同意已撤回；作为提醒出现时，表示仍在撤回处理期限内",
    ),
    "CONSENT_UNPROVEN": Text(
        "the consent has no proof, or was not confirmed", "同意缺少凭证或未经确认"
    ),
    "OPTED_OUT": Text("the person opted out", "客户已退订"),
    "DNC_LISTED": Text("the number is on a do-not-call list", "号码在谢绝来电名单中"),
    "SCRUB_STALE": Text("the list was last scrubbed too long ago", "名单清洗已过期"),
    "REASSIGNED": Text("the number now belongs to someone else", "号码已易主"),
    "SUPPRESSED": Text("the address or person is suppressed", "联系方式或客户在屏蔽名单中"),
    "ADDRESS_INVALID": Text("the address does not work", "联系方式无效"),
    "THIRD_PARTY": Text(
        "the recipient is a third party who may not be contacted so", "接收人为不得如此联系的第三人"
    ),
    "CEASE": Text("the person demanded that contact stop", "客户要求停止联系"),
    "DISPUTED": Text("the debt is disputed", "债务处于异议处理中"),
    "REPRESENTED": Text("a representative must be contacted instead", "客户已委托代理人"),
    "BANKRUPT": Text("the person is bankrupt", "客户已破产"),
    "DECEASED": Text("the person has died", "客户已死亡"),
    "TIME_BARRED": Text("the debt is time-barred", "债务已过诉讼时效"),
    "HARDSHIP": Text("the person is in hardship", "客户处于困难状态"),
    "HOLD": Text("contact is on hold until a date or an event", "停催中，直至约定日期或事件"),
    "PROMISE_PENDING": Text("a promise to pay is not due yet", "还款承诺尚未到期"),
    "LADDER_HELD": Text("what the ladder holds for is the case", "阶梯处于暂停状态"),
    "LADDER_STOPPED": Text("what ends the ladder is the case", "阶梯已终止"),
    "PROHIBITED": Text("a prohibition without a code of its own", "规则禁止（未指定专用代码）"),
    "PAID": Text("the debt is paid", "债务已还清"),
    "STEP_NOT_REACHED": Text(
        "no open step of the ladder takes this contact", "没有已开放的阶梯步骤可采用此次触达"
    ),
    "STEP_TOO_SOON": Text("the step's own gap has not elapsed", "步骤自身间隔未到"),
    "STEP_SPENT": Text("the step's own budget is used up", "步骤次数已用尽"),
    "APPROVAL_REQUIRED": Text("a human must approve first", "须先经人工审批"),
    "FACT_MISSING": Text(
        "a fact that the rule needs is not in the request, so the rule is unknown and blocks; `missing` names it",
        "请求中缺少规则所需事实，规则结果未知，故拦截；`missing` 列出所缺事实",
    ),
    "LEDGER_UNAVAILABLE": Text("the store of contacts could not be read", "计数存储不可用"),
    "NO_RULE_APPLIES": Text(
        "no policy governs this proposal, so `otherwise` answers",
        "没有策略管辖此次触达，按 `otherwise` 判定",
    ),
    "OVERRIDDEN": Text("a waiver lets the contact through", "豁免令放行了此次触达"),
    "EXEMPT": Text("an exemption applies", "适用豁免"),
    "CALENDAR_UNKNOWN": Text(
        "the calendar does not know this year or region, so the rule is unknown and blocks",
        "日历不包含该年份或地区，规则结果未知，故拦截",
    ),
    "OBLIGATION_OVERDUE": Text("a duty was not done in time", "义务已逾期未履行"),
    "DELIVERY_MARGIN": Text(
        "the rule does not deny the contact yet, but will before the delivery margin of the channel is over, and the contact may arrive that late; `measure` says when it begins to",
        "规则此刻尚不拦截，但在该渠道的投递余量内将开始拦截，而触达可能届时才送达；`measure` 给出开始拦截的时刻",
    ),
}
