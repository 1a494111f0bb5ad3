"""What a rule says of itself when its author says nothing, in both languages."""

from __future__ import annotations

import pytest

from tests.support import HEAD, composed

FACTS = """fact person.naps : hours = none
fact proposal.deliver_at : instant = none
fact debt.bundle : text
event notice
event promise
"""


def said(rule: str) -> tuple[str, str]:
    """The sentences of the only rule, obligation or ladder of a text."""
    core = composed(HEAD + FACTS + rule).core
    origins = [one.origin for one in core.rules]
    origins += [one.origin for one in core.obligations]
    origins += [one.origin for one in core.ladders]
    assert len(origins) == 1
    texts = dict(origins[0].texts)
    return texts["en"], texts["zh"]


@pytest.mark.parametrize(
    ("rule", "en", "zh"),
    [
        ("from 22:00 to 08:00", "from 22:00 to 08:00", "22:00 至次日 08:00 "),
        (
            "from 12:00 to 13:00, 18:00 to 19:00 on saturday, sunday",
            "from 12:00 to 13:00, 18:00 to 19:00 on saturday, sunday",
            "周六、周日 12:00 至 13:00、18:00 至 19:00 ",
        ),
        (
            "from 00:00 to 24:00 on monday to friday",
            "all day on monday to friday",
            "周一至周五全天",
        ),
        (
            'from 22:00 to 08:00 on every day all day on holidays of "CN"',
            'from 22:00 to 08:00; all day on holidays of "CN"',
            '22:00 至次日 08:00；"CN" 节假日全天',
        ),
        (
            "all day on day before holidays of person.region",
            "all day on day before holidays of person.region",
            "person.region 节假日前一日全天",
        ),
        (
            'all day on business days of "CN" except tuesday',
            'all day on business days of "CN" except tuesday',
            '"CN" 工作日（周二除外）全天',
        ),
        (
            'all day on saturday, holidays of "CN"',
            'all day on saturday, holidays of "CN"',
            '周六、"CN" 节假日全天',
        ),
        (
            "all day on every day except saturday",
            "all day on every day except saturday",
            "每天（周六除外）全天",
        ),
        ("during person.naps", "during person.naps", "person.naps 所列时段"),
        (
            "from 22:00 to 08:00 judged at proposal.deliver_at",
            "from 22:00 to 08:00, judged at proposal.deliver_at",
            "22:00 至次日 08:00（按 proposal.deliver_at 判断）",
        ),
    ],
)
def test_quiet_hours(rule: str, en: str, zh: str) -> None:
    assert said(f"quiet hours x {rule}") == (f"no contact {en}", f"{zh}不得联系")


def test_contact_hours() -> None:
    assert said("contact hours x from 09:00 to 18:00") == (
        "contact only from 09:00 to 18:00",
        "仅可在 09:00 至 18:00 联系",
    )
    assert said(
        "contact hours x from 09:00 to 18:00 on monday to friday during person.naps\n"
        'closed on tuesday closed on holidays of "CN"'
    ) == (
        "contact only from 09:00 to 18:00 on monday to friday; during person.naps, "
        'and not on tuesday, holidays of "CN"',
        '仅可在 周一至周五 09:00 至 18:00；person.naps 所列时段联系，周二、"CN" 节假日除外',
    )


@pytest.mark.parametrize(
    ("counted", "en", "zh"),
    [
        (
            "3 attempts by sms, voice per person, debt in 7 consecutive days",
            "3 attempts by sms, voice per person, debt in 7 consecutive days",
            "每人、每笔债务连续 7 日内短信、电话触达尝试最多 3 次",
        ),
        (
            "2 days with conversations per address in 2 calendar weeks",
            "2 days with conversations per address in 2 calendar weeks",
            "每个联系方式每 2 个自然周有效沟通最多 2 天",
        ),
        (
            "2 inbound connections per household in a calendar week starting sunday",
            "2 inbound connections per household in a calendar week starting sunday",
            "每户每自然周（自周日起算）客户发起的接通最多 2 次",
        ),
        (
            "2 inbound or outbound deliveries per creditor in 90 minutes",
            "2 inbound or outbound deliveries per creditor in 90 minutes",
            "每个债权人最近 90 分钟内任一方发起的已送达的触达最多 2 次",
        ),
        (
            "2 promise per debt.bundle in blocks of 24 hours",
            "2 promise per debt.bundle in blocks of 24 hours",
            "每个 debt.bundle 自首次起每 24 小时内 promise 最多 2 次",
        ),
        (
            "2 attempts per campaign since last payment",
            "2 attempts per campaign since last payment",
            "每个营销活动自上次还款以来触达尝试最多 2 次",
        ),
        (
            "2 attempts per template since last promise",
            "2 attempts per template since last promise",
            "每个模板自上次 promise 以来触达尝试最多 2 次",
        ),
        (
            "2 attempts per recipient ever after first complaint before today",
            "2 attempts per recipient ever after the first of complaints before today",
            "每个接收人累计首次投诉之后今日之前触达尝试最多 2 次",
        ),
        (
            "2 attempts per person in 7 rolling days where (event.outcome is busy)",
            "2 attempts that meet its condition per person in 7 rolling days",
            "每人最近 7 个 24 小时内符合条件的触达尝试最多 2 次",
        ),
        (
            "2 attempts per person in a calendar quarter",
            "2 attempts per person in a calendar quarter",
            "每人每自然季度触达尝试最多 2 次",
        ),
    ],
)
def test_caps(counted: str, en: str, zh: str) -> None:
    assert said(f"cap x at most {counted}") == (f"at most {en}", zh)


@pytest.mark.parametrize(
    ("wait", "en", "zh"),
    [
        ("90 minutes", "for 90 minutes", " 90 分钟内"),
        ("7 rolling days", "for 7 rolling days", " 7 个 24 小时内"),
        ("7 consecutive days", "for 7 consecutive days", "连续 7 日内（含当日）"),
        ("1 full days", "for 1 full day", " 1 个整日内"),
        (
            '2 full business days of "CN"',
            'for 2 full business days of "CN"',
            ' "CN" 2 个工作日内',
        ),
        (
            "until business day 3 of person.region",
            "until business day 3 of person.region",
            "至 person.region 第 3 个工作日前",
        ),
        ("2 calendar years", "for 24 calendar months", " 24 个自然月内"),
    ],
)
def test_cooldowns(wait: str, en: str, zh: str) -> None:
    assert said(f"cooldown x wait {wait} after complaint per person") == (
        f"no contact {en} after complaints per person",
        f"每人投诉之后{zh}不得联系",
    )


def test_gaps() -> None:
    assert said("gap x at least 4 hours between attempts by voice per debt") == (
        "at least 4 hours between attempts by voice per debt",
        "每笔债务电话触达尝试间隔至少 4 小时",
    )


def test_consents() -> None:
    assert said("consent x require consent for channel") == (
        "needs a live consent for channel",
        "须有针对 channel 的有效同意",
    )
    assert said(
        "consent x require written consent for channel, purpose with proof confirmed\n"
        "given within last 18 calendar months lasting at most 3 calendar years\n"
        'ending after opt_out where (consent.proof is "form") honor revocation within 10 full days'
    ) == (
        "needs a live written consent for channel, purpose, confirmed, with proof, "
        "given within last 18 calendar months, lasting at most 36 calendar months, "
        "ending after opt outs, that meets its condition, "
        "a revocation honored within 10 full days",
        "须有针对 channel、purpose 的有效书面同意（经再次确认、有凭证、生效后 18 个自然月内、"
        "有效期最长为生效后 36 个自然月内、退订后失效、符合条件、撤回后 10 个整日内处理）",
    )


def test_the_others() -> None:
    when = "when channel is voice"
    assert said(f"deny x {when}") == ("prohibited: x", "禁止：x")
    assert said(f'review x "Frail" {when}') == ("needs a review: Frail", "须人工审批：Frail")
    assert said(f"warn x {when}") == ("take care: x", "请注意：x")
    assert said(f"oblige x {when} must a, b") == ("must: a, b", "须履行：a, b")
    assert said("oblige x must notice within 5 full days after first conversation") == (
        "must: notice within 5 full days after the first of conversations",
        "首次有效沟通之后 5 个整日内须履行：notice",
    )


def test_what_the_author_says_stands_instead() -> None:
    rule = 'quiet hours x from 22:00 to 08:00 say zh "夜间勿扰"'
    assert said(rule) == ("no contact from 22:00 to 08:00", "夜间勿扰")
