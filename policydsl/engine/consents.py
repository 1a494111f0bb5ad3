"""Consents as intervals: live, and if not, why not.

In: `Consent` atoms. Out: `Live`, which judges the records of a frame. A record is put to a fixed
list of demands, from the most general to the most particular; the code of the first that fails says
why the record does not serve.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from policydsl.core.formula import YES, Consent
from policydsl.core.request import ConsentRecord, Event
from policydsl.engine.frame import MISSING, Frame, Truth, reader
from policydsl.engine.selections import Judged, MakeTest, select, selector
from policydsl.engine.windows import Ranger, leaver, place, ranger

_LEVELS = {"implied": 0, "express": 1, "written": 2}
_PURPOSE = "consent.purpose"

Holds: TypeAlias = Callable[[Frame, ConsentRecord, int], Truth]
EndedAt: TypeAlias = Callable[[Frame, ConsentRecord, int], int | None]
Demand: TypeAlias = tuple[str, Holds, EndedAt]


class Live:
    """One `Consent` atom, made ready to be judged."""

    __slots__ = ("_demands", "_honored_until", "_without_grace", "consent")

    def __init__(self, consent: Consent, make_test: MakeTest) -> None:
        self.consent = consent
        self._demands = _demands(consent, make_test)
        self._without_grace: Live | None = None
        if consent.grace is not None:
            self._without_grace = Live(replace(consent, grace=None), make_test)
            self._honored_until = leaver(consent.grace)

    def holds(self, frame: Frame) -> Truth:
        """Whether some record satisfies everything at once."""
        unknown = False
        at = self._judged_at(frame)
        for record in frame.request.consents:
            truth = self._serves(frame, record, at)
            if truth:
                return True
            unknown = unknown or truth is None
        return None if unknown else False

    def serves(self, frame: Frame, record: ConsentRecord) -> Truth:
        """Whether a record satisfies everything at once."""
        return self._serves(frame, record, self._judged_at(frame))

    def _serves(self, frame: Frame, record: ConsentRecord, at: int) -> Truth:
        unknown = False
        for _, holds, _ in self._demands:
            truth = holds(frame, record, at)
            if truth is False:
                return False
            unknown = unknown or truth is None
        return None if unknown else True

    def _judged_at(self, frame: Frame) -> int:
        return frame.event.at if self.consent.at_event and frame.event else frame.now

    def nearest(self, frame: Frame) -> tuple[str, ConsentRecord | None, int | None]:
        """Why no record is live: the code, the record that came nearest, the instant it ended."""
        at = self._judged_at(frame)
        best: tuple[int, int, str] | None = None
        answer: tuple[str, ConsentRecord | None, int | None] = ("CONSENT_MISSING", None, None)
        for record in frame.request.consents:
            for index, (code, holds, ended_at) in enumerate(self._demands):
                if holds(frame, record, at) is True:
                    continue
                if best is not None and index < best[0]:
                    break
                rank = (index, record.effective_from, record.id)
                if best is None or rank > best:
                    best, answer = rank, (code, record, ended_at(frame, record, at))
                break
        return answer

    def kept_by_grace(self, frame: Frame) -> tuple[ConsentRecord, int | None] | None:
        """The record that only its grace keeps alive, and until when; None if one lives without."""
        if self._without_grace is None or self._without_grace.holds(frame):
            return None
        at = self._judged_at(frame)
        for record in frame.request.consents:
            if record.revoked_at is not None and self._serves(frame, record, at):
                return record, self._honored_until(frame, record.revoked_at)
        return None


def _demands(consent: Consent, make_test: MakeTest) -> list[Demand]:
    fields = [
        ("CONSENT_WRONG_PURPOSE" if field == _PURPOSE else "CONSENT_MISSING", _covers(field, path))
        for field, path in consent.fields
    ]
    plain: list[tuple[str, Holds]] = sorted(fields, key=lambda item: item[0])
    if consent.level is not None:
        plain.append(("CONSENT_MISSING", _has_level(_LEVELS[consent.level])))
    if consent.where != YES:
        plain.append(("CONSENT_MISSING", _passes(consent, make_test)))
    plain.append(("CONSENT_MISSING", lambda _, record, at: record.effective_from <= at))
    demands: list[Demand] = [(code, holds, _not_told) for code, holds in plain]
    demands.append(("CONSENT_REVOKED", _is_unrevoked(consent), _revoked_at))
    demands.append(("CONSENT_EXPIRED", _is_unexpired, lambda _, record, __: record.effective_to))
    for span in (consent.given_within, consent.lasting):
        if span is not None:
            range_of = ranger(span)
            demands.append(("CONSENT_EXPIRED", _lasts(range_of), _not_told))
    if consent.ending_after is not None:
        demands.append(_no_end(consent, make_test))
    if consent.with_proof:
        demands.append(("CONSENT_UNPROVEN", lambda _, r, __: r.proof is not None, _not_told))
    if consent.confirmed:
        demands.append(("CONSENT_UNPROVEN", _is_confirmed, _not_told))
    return demands


def _not_told(_: Frame, __: ConsentRecord, ___: int) -> int | None:
    return None


def _covers(field: str, path: str) -> Holds:
    read = reader(path)

    def holds(frame: Frame, record: ConsentRecord, _: int) -> Truth:
        given = record.values.get(field)
        if given is None:
            return False
        if given == "any":
            return True
        wanted = read(frame)
        if wanted is MISSING or wanted is None:
            return None
        return wanted in given if isinstance(given, frozenset) else wanted == given

    return holds


def _has_level(wanted: int) -> Holds:
    return lambda _, record, __: _LEVELS[record.level] >= wanted


def _passes(consent: Consent, make_test: MakeTest) -> Holds:
    where = make_test(consent.where)

    def holds(frame: Frame, record: ConsentRecord, _: int) -> Truth:
        before, frame.consent = frame.consent, record
        truth = where(frame)
        frame.consent = before
        return truth

    return holds


def _is_unrevoked(consent: Consent) -> Holds:
    range_of = None if consent.grace is None else ranger(consent.grace)

    def holds(frame: Frame, record: ConsentRecord, at: int) -> Truth:
        revoked_at = record.revoked_at
        if revoked_at is None or at < revoked_at:
            return True
        return False if range_of is None else place(range_of(frame, at), revoked_at)

    return holds


def _revoked_at(_: Frame, record: ConsentRecord, at: int) -> int | None:
    return record.revoked_at


def _is_unexpired(_: Frame, record: ConsentRecord, at: int) -> Truth:
    return record.effective_to is None or at < record.effective_to


def _is_confirmed(_: Frame, record: ConsentRecord, at: int) -> Truth:
    return record.confirmed_at is not None and record.confirmed_at <= at


def _lasts(
    range_of: Ranger,
) -> Holds:
    return lambda frame, record, at: place(range_of(frame, at), record.effective_from)


def _no_end(consent: Consent, make_test: MakeTest) -> Demand:
    """No event that ends the record lies after its beginning."""
    assert consent.ending_after is not None
    select_in = selector(consent.ending_after, consent.ending_keys, make_test)

    def ends(frame: Frame, record: ConsentRecord, at: int) -> list[Judged]:
        def is_after(event: Event) -> bool:
            return record.effective_from < event.at <= at and event is not frame.event

        return [item for item in select(select_in, frame) if is_after(item[0])]

    def holds(frame: Frame, record: ConsentRecord, at: int) -> Truth:
        found = ends(frame, record, at)
        if any(truth for _, truth in found):
            return False
        return None if found else True

    def ended_at(frame: Frame, record: ConsentRecord, at: int) -> int | None:
        return min((event.at for event, truth in ends(frame, record, at) if truth), default=None)

    return "CONSENT_EXPIRED", holds, ended_at
