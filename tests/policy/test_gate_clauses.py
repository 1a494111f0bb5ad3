"""`if ledger unavailable` and `if lease expired`: read by gates, part of the digest, never a rule."""

from __future__ import annotations

import pytest

import policydsl
from policydsl.core.policy import EXPIRED, UNAVAILABLE
from policydsl.diagnostics import Source
from policydsl.formatting.formatting import Formatted, format_source
from tests.support import request

HEAD = "policy house.m\n  otherwise deny\n"
NIGHT = "\nquiet hours night\n  from 21:00 to 08:00\n"
DIGEST_BEFORE = "sha256:f929cae881332297a7657d26656a5fd5ebc96c2b38a60cc9bf204612743b8cf2"


def said(ledger: str | None = None, lease: str | None = None, head: str = HEAD) -> str:
    """A head with the clauses for gates, as far as words are given."""
    clauses = f"  if ledger unavailable {ledger}\n" if ledger else ""
    return head + clauses + (f"  if lease expired {lease}\n" if lease else "")


def answers(policy: policydsl.Policy) -> tuple[str, str]:
    return policy.when_ledger_unavailable, policy.when_lease_expired


def formatted(text: str, *, is_yaml: bool = False, to_yaml: bool = False) -> str:
    source = Source("p.policy.yaml" if is_yaml else "p.policy", text)
    found = format_source(source, is_yaml=is_yaml, to_yaml=to_yaml)
    assert isinstance(found, Formatted), found
    return found.text


@pytest.mark.parametrize("ledger", [None, *UNAVAILABLE])
@pytest.mark.parametrize("lease", [None, *EXPIRED])
def test_what_is_said_holds_and_else_the_strictest(ledger: str | None, lease: str | None) -> None:
    policy = policydsl.load_text(said(ledger, lease) + NIGHT)
    assert answers(policy) == (ledger or "deny", lease or "count")
    [root] = policy.core.roots
    assert (root.unavailable, root.expired) == answers(policy)


def test_of_several_policies_the_strictest_holds() -> None:
    lax, strict = said("allow", "free"), said("review", "count", "policy b\n  otherwise deny\n")
    silent = "policy c\n  otherwise deny\n"
    assert answers(policydsl.load_text(lax + strict)) == ("review", "count")
    assert answers(policydsl.load_text(strict + lax)) == ("review", "count")
    assert answers(policydsl.load_text(lax + silent)) == ("deny", "count")


def test_of_several_versions_the_strictest_holds() -> None:
    first = said("review", "free", HEAD + "  effective until 2026-07-01\n")
    second = said("allow", "free", HEAD + "  effective from 2026-07-01\n")
    assert answers(policydsl.load_text(first + second)) == ("review", "free")


def test_what_a_used_policy_says_is_not_asked() -> None:
    used = said("allow", "free", "policy law.p\n  otherwise allow\n") + NIGHT
    assert answers(policydsl.load_text(f"{HEAD}use law.p\n{used}")) == ("deny", "count")
    root = said("allow", "free") + "use law.p\n"
    strict = said("deny", "count", "policy law.p\n  otherwise allow\n")
    assert answers(policydsl.load_text(root + strict + NIGHT)) == ("allow", "free")


def test_a_policy_without_them_keeps_its_digest() -> None:
    assert policydsl.load_text(HEAD + NIGHT).digest == DIGEST_BEFORE


def test_every_way_to_say_them_has_a_digest_of_its_own() -> None:
    ways = [(ledger, lease) for ledger in (None, *UNAVAILABLE) for lease in (None, *EXPIRED)]
    digests = {policydsl.load_text(said(*way) + NIGHT).digest for way in ways}
    assert len(digests) == len(ways)


def test_the_digest_knows_neither_spelling_nor_order() -> None:
    dsl = said("review", "free")
    turned = dsl.replace("  otherwise deny\n", "") + "  otherwise deny\n"
    yaml = (
        "policy: house.m\nif_lease_expired: free\nif_ledger_unavailable: review\notherwise: deny\n"
    )
    found = [policydsl.load_text(dsl), policydsl.load_text(turned)]
    found.append(policydsl.load_text(yaml, yaml=True))
    assert len({policy.digest for policy in found}) == 1
    assert {answers(policy) for policy in found} == {("review", "free")}


def test_no_decision_reads_them() -> None:
    heads = (f"{HEAD}\n\n", said("allow", "free"))
    plain, lax = (policydsl.load_text(head + NIGHT) for head in heads)
    for at in ("2026-03-04T23:00:00+08:00", "2026-03-04T12:00:00+08:00"):
        before, after = (one.decide(request(at)).to_dict() for one in (plain, lax))
        assert before.pop("policy") != after.pop("policy")
        assert before == after


def test_formatting_in_both_spellings() -> None:
    written = said("review", "free").replace("if ledger unavailable", "if   ledger\n unavailable")
    assert formatted(written) == said("review", "free")
    yaml = formatted(said("review", "free"), to_yaml=True)
    assert yaml == (
        "policy: house.m\notherwise: deny\nif_ledger_unavailable: review\nif_lease_expired: free\n"
    )
    assert formatted(yaml, is_yaml=True, to_yaml=True) == yaml
    assert formatted(yaml, is_yaml=True) == said("review", "free")


@pytest.mark.parametrize(
    ("text", "code", "underlined"),
    [
        ("if_ledger_unavailable: refuse", "E410", "refuse"),
        ("if_lease_expired: deny", "E410", "deny"),
        ("if_lease_expired: [free]", "E623", "[free]"),
        ("if_ledger_unavailble: deny", "E621", "if_ledger_unavailble"),
        ("if_lease_expired: free\nif_lease_expired: free", "E620", "if_lease_expired"),
        ("if_lease_expired:", "E624", ":"),
    ],
)
def test_mistakes_in_yaml(text: str, code: str, underlined: str) -> None:
    with pytest.raises(policydsl.PolicyError) as caught:
        policydsl.load_text(f"policy: a\notherwise: deny\n{text}\n", yaml=True)
    [one] = caught.value.diagnostics
    assert (one.code, one.span and one.span.text) == (code, underlined)


def test_their_words_may_still_be_names() -> None:
    policy = policydsl.load_text(
        f"{HEAD}fact person.ledger : flag = no\nevent lease, expired\n"
        "deny unavailable when person.ledger or any lease in 24 hours\n"
    )
    assert policy.rules == ("house.m.unavailable",)
