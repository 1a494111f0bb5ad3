"""What each lint finds, in one line of Chinese; the English line heads its page.

In: nothing. Out: `SUMMARIES`, by the names of lints.
"""

from __future__ import annotations

from collections.abc import Mapping

SUMMARIES: Mapping[str, str] = {
    "week_hole": "静默时段意外漏掉的几分钟",
    "overnight_weekdays": "限定星期的跨夜时段，及其实际覆盖的分钟",
    "doubled_hours": "不起作用的一行时段",
    "disjoint_hours": "各行合起来使某日全天不可联系的可联系时段",
    "open_without_debt": "仅因例外条件才与债务挂钩的规则",
    "channel_without_rule": "策略管辖、却没有任何规则能拦截的渠道",
    "never_reachable": "时段规则使一周内没有一分钟可联系的触达",
    "margin_eats_hours": "被投递余量全部占去的可触达时间",
    "step_never_allowed": "在其全部日子里渠道都不可用的阶梯步骤",
    "zones_differ": "同一策略中读取不同时钟、而只有一条写明时区的规则",
    "deferral_pile": "积压多日、在同一时刻一起放行的触达",
    "shadowed_cap": "从不单独拦截的上限、间隔或冷却期",
    "cap_never_binds": "次数永远达不到的上限",
    "key_not_carried": "按债务统计、因而管不到不涉及债务的触达的规则",
    "counts_other_contacts": "拦截的触达与统计的触达不一致的上限",
    "specific_loosens_general": "比一般限制更宽、因而不起作用的特别限制",
    "step_unreachable": "永远无法执行的阶梯步骤",
    "apart_too_long": "间隔过长，本步骤的次数用不完，或赶不上下一步骤",
    "ladder_without_stop": "在还款、异议、停止要求或还款承诺之后仍继续的阶梯",
    "sender_decides": "仅凭发送方填写的内容就能解除的同意、停止要求或时段限制",
    "contradictory_condition": "条件永远不成立的规则",
    "duplicate_rule": "同一策略中内容相同的两条规则",
    "unused_ignore": "没有可忽略问题的 `ignore`",
    "waiver_ending": "即将到期的豁免",
    "unused_fact": "没有规则读取的事实",
    "unused_definition": "没有被使用的定义",
    "unused_source": "没有规则引用的来源",
    "unused_event": "没有被统计、也没有被等待的事件",
    "names_alike": "容易混淆的名称",
    "looser_than_pack": "比同一法规的规则包更宽的数值",
    "used_twice": "被引用两次的策略",
    "values_alike": "容易混淆的取值",
    "lasting_consent": "永不到期的同意",
    "late_revocation": "撤回后延迟生效的同意",
    "uncited_rule": "其他规则均注明依据、唯独未注明依据的规则",
}
