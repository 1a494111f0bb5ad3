"""The canonical layout, one decision at a time: what was written, and how it comes out."""

from __future__ import annotations

import pytest

from policydsl.diagnostics import Source
from policydsl.diagnostics.visible import width
from policydsl.formatting.formatting import Formatted, Unfit, format_source

HEAD = "policy p\n  otherwise deny\n\n"
LONG = "event.purpose is a_very_long_name"


def formatted(text: str) -> str:
    done = format_source(Source("p.policy", text), is_yaml=False)
    assert isinstance(done, Formatted), done
    return done.text


def body(text: str) -> str:
    """The layout of what follows a head."""
    whole = formatted(HEAD + text)
    assert whole.startswith(HEAD)
    return whole.removeprefix(HEAD)


CASES = {
    "one clause a line": (
        'deny a "A"   code HOLD when x   unless y',
        'deny a "A"\n  code HOLD\n  when x\n  unless y\n',
    ),
    "spaces": (
        "define a = {x ,y,z}\ndefine b=channel in { x }and(  y  or z )and n<3",
        "define a = {x, y, z}\ndefine b = channel in {x} and (y or z) and n < 3\n",
    ),
    "rules stand apart, declarations as they were": (
        'source a = "A"\nsource bb = "B"\n\n\n\nuse x.y\ndeny a when b\ndeny c when d\ndefine e = f',
        'source a = "A"\nsource bb = "B"\n\nuse x.y\n\ndeny a\n  when b\n\ndeny c\n  when d\n\ndefine e = f\n',
    ),
    "blank lines between clauses stay, one at most, and none behind the first line": (
        "deny a\n\n  when b\n\n\n  unless c",
        "deny a\n  when b\n\n  unless c\n",
    ),
    "a ladder": (
        'ladder l "L"\nper debt take any open step step s from day 1 past due\n'
        "until day 9 past due via sms where (x) step t via voice on block wait",
        'ladder l "L" per debt\n  take any open step\n  step s\n'
        "    from day 1 past due until day 9 past due\n    via sms where (x)\n"
        "  step t\n    via voice\n  on block wait\n",
    ),
    "facts are tables": (
        "fact person.a:flag=no # one\nfact person.long_name :text   # two\nfact recipient : also x",
        "fact person.a         : flag = no   # one\nfact person.long_name : text        # two\n"
        "fact recipient : also x\n",
    ),
    "a wide name takes two columns a character": (
        "fact person.夜间 : flag\nfact person.long : flag",
        "fact person.夜间 : flag\nfact person.long : flag\n",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_layout(name: str) -> None:
    written, expected = CASES[name]
    assert body(written) == expected


def test_breaks_of_the_author_stay_where_a_line_may_break() -> None:
    assert body("deny a when b\n and c and\nd and e\n is 3") == (
        "deny a\n  when b\n    and c\n    and d and e is 3\n"
    )
    assert body("define a =\n b\n or c\ndefine d = e\n or f") == (
        "define a =\n  b\n    or c\ndefine d = e\n  or f\n"
    )
    assert body("cap c at most 3\nattempts per\nperson\n in 24 hours") == (
        "cap c\n  at most 3 attempts per person\n    in 24 hours\n"
    )


def test_long_lines_break_at_the_outermost_place_that_fits() -> None:
    assert body(f"deny a when ({LONG} or {LONG}) and {LONG} and {LONG}") == (
        f"deny a\n  when ({LONG} or {LONG})\n    and {LONG} and {LONG}\n"
    )


def test_conditions_inside_are_deeper() -> None:
    text = body(
        f"cap c at most 3 attempts by voice per person in 24 hours where ({LONG} and {LONG})"
    )
    assert text == (
        "cap c\n  at most 3 attempts by voice per person in 24 hours\n"
        f"    where ({LONG} and {LONG})\n"
    )
    deep = body(
        f"deny a when b and no attempts per person in 24 hours where ({LONG} and {LONG} and {LONG})"
    )
    assert deep == (
        "deny a\n  when b\n    and no attempts per person in 24 hours\n"
        f"      where ({LONG} and {LONG}\n        and {LONG})\n"
    )


def test_lists_are_filled() -> None:
    names = [f"purpose_number_{n}" for n in range(12)]
    text = body("define a = {" + ",\n ".join(names) + "}")
    assert text.startswith("define a =\n  {purpose_number_0, purpose_number_1,")
    lines = text.splitlines()
    assert len(lines) == 4
    assert max(map(width, lines)) <= 100
    assert all(line.startswith("    ") for line in lines[2:])


def test_wide_characters_count_two_columns() -> None:
    wide = "夜" * 20
    text = body(f"deny a when {wide} and {wide} and {wide}")
    assert text == f"deny a\n  when {wide} and {wide}\n    and {wide}\n"


def test_texts_are_never_broken_and_stay_as_written() -> None:
    said = "say en " + '"' + 'a \\"quoted\\"  text \\\\ ' * 12 + '"'
    assert body(f"deny a when b {said}") == f"deny a\n  when b\n  {said}\n"


def test_comments_stay_between_the_tokens_that_they_stood_between() -> None:
    written = (
        "deny # one\n a\n#two\n  when b # three\n # four\n and c\n"
        "  # five\n\n# six\ndeny d when e#seven"
    )
    assert body(written) == (
        "deny   # one\n  a\n  #two\n  when b   # three\n    # four\n    and c\n"
        "  # five\n\n# six\ndeny d\n  when e   #seven\n"
    )


def test_comments_of_a_ladder_stay_at_their_depth() -> None:
    written = (
        "ladder l per debt\n  step s\n    via sms\n    # of the step\n  # of the ladder\n"
        "  on block wait\n  # after\n# outside\ndeny a when b"
    )
    expected = (
        "ladder l per debt\n  step s\n    via sms\n    # of the step\n  # of the ladder\n"
        "  on block wait\n  # after\n\n# outside\ndeny a\n  when b\n"
    )
    assert body(written) == expected


def test_odd_white_space_and_line_ends_are_gone() -> None:
    text = HEAD + "deny a\n  when b\n"
    for line_end in ("\r\n", "\r"):
        assert formatted(text.replace("\n", line_end)) == text
    assert formatted(text.replace(" ", "\t")) == text
    assert formatted("\n\n \n" + text.rstrip()) == text
    assert formatted(text + "\n \n\t") == text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "E006"),
        ("# nothing\n", "E006"),
        (HEAD + "deny a\f when b", "E008"),
        (HEAD + "deny a when b when\n", "E1"),
        (HEAD + "deny a when channel is voice or visit\n", "E214"),
    ],
)
def test_errors_are_said_and_nothing_comes_out(text: str, code: str) -> None:
    done = format_source(Source("p.policy", text), is_yaml=False)
    assert isinstance(done, Unfit)
    assert [one.code[: len(code)] for one in done.diagnostics] == [code]


def test_text_that_would_take_quadratic_time() -> None:
    listed = ",".join(f"name_{n}" for n in range(4000))
    joined = " and ".join(f"a.b{n}" for n in range(4000))
    comments = "# c\n,".join("abcdefgh" * 100)
    text = body(f"define a = {{{listed}}}\ndefine b = {joined}\ndefine c = {{{comments}}}")
    assert max(len(line) for line in text.splitlines()) <= 100
    assert formatted(HEAD + text) == HEAD + text
