"""The canonical layout of YAML, one decision at a time."""

from __future__ import annotations

import pytest

from policydsl.diagnostics import Source
from policydsl.formatting.formatting import Formatted, Unfit, format_source

HEAD = "policy: p\notherwise: deny\n"
LONG = "event.purpose is a_very_long_name"


def formatted(text: str) -> str:
    done = format_source(Source("p.policy.yaml", text), is_yaml=True)
    assert isinstance(done, Formatted), done
    return done.text


def body(text: str) -> str:
    whole = formatted(HEAD + text)
    assert whole.startswith(HEAD)
    return whole.removeprefix(HEAD)


CASES = {
    "brackets that fit stay, others become lines": (
        "use: [a.b,  c.d]\nevents: [" + ", ".join(f"event_number_{n}" for n in range(8)) + "]\n",
        "use: [a.b, c.d]\nevents:\n" + "".join(f"  - event_number_{n}\n" for n in range(8)),
    ),
    "rules are never in brackets, and stand apart": (
        "rules: [{deny: a, when: b}, {deny: c, when: d}]",
        "\nrules:\n  - deny: a\n    when: b\n\n  - deny: c\n    when: d\n",
    ),
    "two columns a level, lists inside their key": (
        "rules:\n- deny:    a\n  say:\n        en:  x\n  when: b\n",
        "\nrules:\n  - deny: a\n    say:\n      en: x\n    when: b\n",
    ),
    "quotes only where they are needed": (
        "title: 'a title'\nversion: '1'\ndefine: {a: \"channel is voice\", b: '{x, y}'}",
        'title: a title\nversion: "1"\ndefine: {a: channel is voice, b: "{x, y}"}\n',
    ),
    "phrases have single spaces, texts stay": (
        "title: 'a  b'\ndefine:\n  a:  channel   in  {x ,y}  and\n     b",
        "title: a  b\ndefine:\n  a: channel in {x, y} and b\n",
    ),
    "a text in a block stays one": (
        "rules:\n  - deny: a\n    when: b\n    say:\n      en: >\n          one\n          two\n",
        "\nrules:\n  - deny: a\n    when: b\n    say:\n      en: >\n        one\n        two\n",
    ),
    "a phrase in a block does not, unless comments are in it": (
        "define:\n  a: |  # why\n      b  and\n        c\n  d: |\n       e   # here\n       and f\n",
        "define:\n  # why\n  a: b and c\n  d: |\n    e   # here\n    and f\n",
    ),
    "comments": (
        "# one\nfacts: # two\n   # three\n   person.a: flag # four\n\n\n   # five\n   person.b:\n"
        "     # six\n     text\n # seven\n# eight",
        "# one\nfacts:   # two\n  # three\n  person.a: flag   # four\n\n  # five\n  # six\n"
        "  person.b: text\n# seven\n# eight\n",
    ),
    "brackets with comments inside become lines": (
        "events: [ # one\n  a, # two\n  # three\n  b # four\n  ] # five\n",
        "events:   # one\n  - a   # two\n  # three\n  - b   # four\n  # five\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_layout(name: str) -> None:
    written, expected = CASES[name]
    assert body(written) == expected
    assert body(expected) == expected


def test_long_phrases_break_as_in_the_other_spelling() -> None:
    assert body(f"define:\n  a: ({LONG} or {LONG}) and {LONG} and {LONG}\n") == (
        f"define:\n  a: ({LONG} or {LONG})\n    and {LONG} and {LONG}\n"
    )
    names = ", ".join(f"a_long_name_{n}" for n in range(10))
    text = body(f'define:\n  a: "{{{names}}}"\n')
    assert text.startswith('define:\n  a: "{a_long_name_0, ')
    assert text.count("\n") == 3
    assert max(map(len, text.splitlines())) <= 100


def test_several_documents() -> None:
    text = "---\n# one\npolicy: p\notherwise: deny\n# end\n...\n---\n# two\npolicy: q\notherwise: deny\n"
    assert formatted(text) == (
        "# one\npolicy: p\notherwise: deny\n# end\n---\n# two\npolicy: q\notherwise: deny\n"
    )


@pytest.mark.parametrize("text", ["", "a", "policy: p\nrules: []\n", "policy: p\npolicy: q\n", "{"])
def test_errors_are_said_and_nothing_comes_out(text: str) -> None:
    done = format_source(Source("p.policy.yaml", text), is_yaml=True)
    assert isinstance(done, Unfit)
    assert done.diagnostics
