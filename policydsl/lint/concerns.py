"""What should stop a ladder, and the words by which policies call it.

In: nothing. Out: `CONCERNS`: payment, dispute, a request to stop, a promise; and the words by which
names say the opposite, or something else.
"""

from __future__ import annotations

from policydsl.diagnostics import Text
from policydsl.frozen import frozen


@frozen
class Concern:
    """What should stop a ladder: the help that says how, and the words by which facts call it.

    `condition` is what the help says to write where no fact is declared, `opposite` are words for
    what ends when it comes. `standard` is a kind of event that is there without being declared;
    `per_debt` concerns only ladders that are about a debt; `by_any_name` is one that a fact of the
    debt may say in words that are not known here; `is_until`, one of which a date says how long it
    lasts.
    """

    help: str
    what: Text
    condition: str
    words: tuple[str, ...]
    opposite: tuple[str, ...] = ()
    standard: str | None = None
    per_debt: bool = True
    by_any_name: bool = False
    is_until: bool = False


_PAID = (
    *("paid", "payment", "settled", "cured", "closed", "cleared", "discharged"),
    *("还款", "还清", "结清", "付清", "付款", "支付", "缴"),
)
_OWED = (
    *("balance", "outstanding", "status", "amount", "arrears", "owed", "owing", "overdue"),
    *("余额", "欠款", "逾期"),
)
"""Words of what is not yet paid: it ends with the payment."""

NOT = ("unpaid", "unsettled", "not_", "未")
"""Words that make a name say that it did not happen."""

OTHERWISE = (
    *("moratorium", "plan", "court", "legal", "litig", "hardship", "vulnerab", "bankrupt"),
    *("insolv", "complain", "fraud", "tier", "risk", "sold", "transfer", "agency", "hold"),
    *("投诉", "分期", "停催", "诉讼", "破产", "困难", "死亡", "转让", "风险", "欺诈"),
)
"""What a fact of a debt that stops its ladder may say, when it is none of the concerns."""

CONCERNS = (
    Concern(
        "paid", Text("a payment", "还款"), "debt.paid", _PAID, _OWED, "payment", by_any_name=True
    ),
    Concern("disputed", Text("a dispute", "异议"), "debt.disputed", ("disput", "异议", "争议")),
    Concern(
        "cease",
        Text("a request to stop", "停止联系的要求"),
        "person.cease",
        ("cease", "停止联系", "停止催收"),
        per_debt=False,
    ),
    Concern(
        "promise",
        Text("a promise to pay", "还款承诺"),
        "debt.promise_until is after now",
        ("promise", "承诺"),
        is_until=True,
    ),
)
