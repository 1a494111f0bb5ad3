"""Consents as loops over the records of a request.

In: a `Consent` and a question. Out: lines; None for the forms that are rarely written, which go by
way of the exact test.
"""

from __future__ import annotations

from policydsl.core.formula import YES, Consent
from policydsl.core.windows import Rolling
from policydsl.engine.code_counts import Then
from policydsl.engine.code_formulas import conjunction, exact_expression
from policydsl.engine.code_place import Place


def no_consent_lines(consent: Consent, must: bool, place: Place, then: Then) -> None:
    """Do something when surely no record, or (not `must`) perhaps no record, is live."""
    code = place.code
    if not _is_plain(consent):
        with code.block(f"if not {exact_expression(consent, not must, place)}"):
            then()
        return
    record, values = code.fresh("r"), code.fresh("v")
    wanted = {}
    for _, path in consent.fields:
        wanted[path] = code.fresh("w")
        code.line(f"{wanted[path]} = {place.read(path)}")
    with code.block(f"for {record} in request.consents"):
        if wanted:
            code.line(f"{values} = {record}.values")
        parts = [
            _covers(field, wanted[path], values, not must, place) for field, path in consent.fields
        ]
        with code.block(f"if {conjunction([*parts, *_demands(consent, record, place)])}"):
            code.line("break")
    with code.block("else"):
        then()


def _is_plain(consent: Consent) -> bool:
    spans = (consent.given_within, consent.lasting, consent.grace)
    return (
        all(span is None or isinstance(span, Rolling) for span in spans)
        and consent.ending_after is None
        and consent.where == YES
        and not consent.at_event
    )


def _covers(field: str, wanted: str, values: str, must: bool, place: Place) -> str:
    """Whether a record surely covers, or may cover, what is wanted; an absent field does not."""
    given = place.code.fresh("v")
    read = f"({given} := {values}.get({place.code.constant(field)}))"
    covers = f"({wanted} in {given} if {given}.__class__ is frozenset else {given} == {wanted})"
    if must:
        return f"({read} == 'any' or ({wanted} is not None and {given} is not None and {covers}))"
    return f"({read} is not None and ({given} == 'any' or {wanted} is None or {covers}))"


def _demands(consent: Consent, record: str, place: Place) -> list[str]:
    """What else is asked of a record; never unknown."""
    value = place.code.fresh("v")
    parts = [f"{record}.effective_from <= now"]
    if consent.level == "express":
        parts.append(f"{record}.level != 'implied'")
    elif consent.level == "written":
        parts.append(f"{record}.level == 'written'")
    revoked = f"({value} := {record}.revoked_at) is None or now < {value}"
    if isinstance(consent.grace, Rolling):
        revoked += f" or now - {consent.grace.micros} < {value}"
    parts.append(f"({revoked})")
    parts.append(f"(({value} := {record}.effective_to) is None or now < {value})")
    for span in (consent.given_within, consent.lasting):
        if isinstance(span, Rolling):
            parts.append(f"now - {span.micros} < {record}.effective_from")
    if consent.with_proof:
        parts.append(f"{record}.proof is not None")
    if consent.confirmed:
        parts.append(f"(({value} := {record}.confirmed_at) is not None and {value} <= now)")
    return parts
