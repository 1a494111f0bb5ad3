"""A number that is looser than that of the pack for the same law.

What it does: looks for rules of other policies that say the same as a cap, a gap or a cooldown of
this one with a stricter number: rules of the packs that are shipped and cite the same place of the
same source, and rules of the same name in what the policy uses. Likewise for hours of one line: a
rule of a pack that cites the same place, on the same days and clock, and closes more.

Why: constants of laws are copied from memory, from an old version, or from somebody else's policy.
The pack was read beside its source; where the two differ, one of them is wrong.

Example:

    source reg_f = "12 CFR part 1006"
    cap calls
      at most 8 attempts by voice per debt in 7 consecutive days
      basis law cite reg_f "1006.14(b)(2)(i)(A)"

Instead: `use` the pack, and `tighten` where you want to be stricter; or correct the number.

Not reported: rules that count other things, or over another sort of window; a looser number where
no contact is found that the pack's rule stops and this one does not.

In: a policy. Out: findings, with a contact that the pack's rule stops and this one does not.
"""

from __future__ import annotations

from collections.abc import Iterator

from policydsl.diagnostics import diagnostic
from policydsl.lint.lint import Finding, Lint, Subject
from policydsl.lint.models import Model, models
from policydsl.lint.own import Own, own_rules
from policydsl.lint.requests import surely_says
from policydsl.lint.understood import understood
from policydsl.lint.words import answer, contact
from policydsl.witnesses.search import find
from policydsl.witnesses.witness import Witness

_MOST = 300
"""How many requests of a pack are tried."""


def _look(subject: Subject) -> Iterator[Finding]:
    for own in own_rules(subject):
        for model in models(subject, own):
            found = list(_finding(subject, own, model))
            yield from found
            if found:
                break


def _finding(subject: Subject, own: Own, model: Model) -> Iterator[Finding]:
    def ours(found: Witness) -> Witness | None:
        return understood(subject.policy, found.data)

    def shows(found: Witness) -> bool:
        here = ours(found) if surely_says(found, model.rule.id) else None
        return here is not None and not surely_says(here, own.rule.id)

    stopped = find(model.policy, shows, model.rule.id, day=subject.today, most=_MOST)
    here = None if stopped is None else ours(stopped)
    if stopped is None or here is None:
        return
    about = {"contact": contact(stopped), "answer": answer(stopped)}
    made = diagnostic(
        "W308",
        own.tree.name.span,
        helps=["use"],
        notes=[("witness", {**about, "own_answer": answer(here)})],
        name=own.name,
        pack=model.rule.id,
        number=model.number,
        own_number=model.own_number,
    )
    yield Finding(made, (stopped, here), own.tree)


LINT = Lint("W308", "looser_than_pack", _look)
