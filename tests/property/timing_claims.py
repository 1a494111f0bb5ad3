"""Single claims about time, each put to the test by samples.

In: a look at a policy through time, and what is claimed of it. Out: a fault for each claim that does
not hold, with an instant that shows it.

Samples are judged by an engine that knows nothing of the future. Where they refute a claim, the
reference is asked too, and has the last word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice, pairwise

from policydsl.core.outlook import Stretch
from policydsl.engine.verdicts import Judgement
from policydsl.frozen import frozen
from tests.property.timing_looks import Look
from tests.property.timing_scan import DENIED, UNSURE, Run

TIMELINE, INSTANT, REFERENCE = "timeline", "instant", "reference"
DECISION, HORIZON = "decision", "horizon"
_SECOND_LOOKS = 6
"""How many samples that seem to refute a claim the reference is asked about."""


@frozen
class Fault:
    """A claim that does not hold, and the instant that shows it.

    `of` is what the claim is about: a field of the outlook, `timeline`, `instant` `reference` or `decision`.
    """

    of: str
    claim: str
    instant: int


def is_not_denied(verdict: str) -> bool:
    """What a denied contact waits for."""
    return verdict != "deny"


def is_not_allowed(verdict: str) -> bool:
    """What ends an allow."""
    return verdict != "allow"


def is_allowed(verdict: str) -> bool:
    """What a single reason's rule waits for."""
    return verdict == "allow"


def first_faults(
    of: str,
    told: int | None,
    wanted: Callable[[str], bool],
    look: Look,
    end: int,
) -> Iterator[Fault]:
    """`told` is the first instant in (at, end] with a verdict as wanted; None: there is none."""
    at = look.request.at
    if told is not None:
        if not at < told <= end:
            yield Fault(of, "it lies within the horizon", told)
            return
        if not wanted(look.at(told).verdict):
            yield Fault(of, "so at the instant told", told)
        if told - 1 > at and wanted(look.at(told - 1).verdict):
            yield Fault(of, f"not yet so a microsecond before {told}", told - 1)
    suspects = look.suspects(end + 1 if told is None else told, wanted)
    for instant in islice(suspects, _SECOND_LOOKS):
        said = look.at(instant)
        if wanted(said.verdict):
            yield Fault(of, f"not so before {told}", instant)
            return
        if look.margin == 0:
            yield _disputed(said, instant)
            return


def shape_faults(stretches: tuple[Stretch, ...], start: int, end: int) -> Iterator[Fault]:
    """Stretches cover [start, end) without a gap, and neighbours differ."""
    if not stretches:
        yield Fault(TIMELINE, "a timeline has stretches", start)
        return
    if stretches[0].start != start:
        yield Fault(TIMELINE, "a timeline begins at its start", stretches[0].start)
    if stretches[-1].end != end:
        yield Fault(TIMELINE, "a timeline ends at its end", stretches[-1].end)
    for stretch in stretches:
        if stretch.start >= stretch.end:
            yield Fault(TIMELINE, "a stretch has a length", stretch.start)
    for one, other in pairwise(stretches):
        if one.end != other.start:
            yield Fault(TIMELINE, "stretches touch", one.end)
        if answer(one) == answer(other):
            yield Fault(TIMELINE, f"neighbours differ: {one}, {other}", one.end)


def stretch_faults(stretches: tuple[Stretch, ...], look: Look) -> Iterator[Fault]:
    """Each stretch says what is so at both of its ends, and at every sample."""
    if not stretches:
        return
    for stretch in (*stretches[:2], *stretches[-1:]):
        for instant in (stretch.start, stretch.end - 1):
            said = look.at(instant)
            if said != answer(stretch):
                yield Fault(TIMELINE, f"it says {stretch}, not {said}", instant)
    runs = look.runs(stretches[-1].end - 1)
    for stretch in stretches:
        for instant in (stretch.start, stretch.end - 1):
            sampled = look.sampled_at(instant)
            if not _fits(sampled, stretch):
                yield Fault(TIMELINE, f"it says {stretch}, not {sampled}", instant)
    yield from sample_faults(stretches, look, runs)


def sample_faults(stretches: tuple[Stretch, ...], look: Look, runs: list[Run]) -> Iterator[Fault]:
    """What stretches say is so at every sample that lies in one of them."""
    for instant, stretch in islice(_misfits(stretches, runs), _SECOND_LOOKS):
        said = look.at(instant)
        if said != answer(stretch):
            yield Fault(TIMELINE, f"it says {stretch}, not {said}", instant)
            return
        if look.margin == 0:
            yield _disputed(said, instant)
            return


def answer(stretch: Stretch) -> Judgement:
    """What a stretch says."""
    return Judgement(stretch.verdict, stretch.blocking)


def _misfits(stretches: tuple[Stretch, ...], runs: list[Run]) -> Iterator[tuple[int, Stretch]]:
    """The samples that differ from the stretch they lie in: one of each run and stretch."""
    index = 0
    for run in runs:
        instant = run.first
        if index < len(stretches) and instant < stretches[index].start:
            index = 0
        while instant < run.stop:
            while index < len(stretches) and stretches[index].end <= instant:
                index += 1
            if index == len(stretches):
                break
            stretch = stretches[index]
            if not _fits(run.judgement, stretch):
                yield instant, stretch
            instant += -((instant - stretch.end) // run.step) * run.step


def _fits(judgement: Judgement, stretch: Stretch) -> bool:
    if judgement is UNSURE:
        return True
    if judgement is DENIED:
        return stretch.verdict == "deny"
    return judgement == answer(stretch)


def _disputed(said: Judgement, instant: int) -> Fault:
    return Fault(INSTANT, f"judged as the reference does: {said}", instant)
