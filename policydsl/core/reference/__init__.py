"""The meaning, written to be read: no index, no cache, no cleverness.

In: a `CorePolicy` and a checked `Request`. Out: an `Explanation`, and an `Outlook` on what time
alone will change. Every other engine is held equal to this one by property tests. Read in this
order: `local`, `spans`, `facts`, `formulas`, `counting`, `consents`, `ladders`, `judgement`,
`instants`, `margins`, `outlook`.
"""

from policydsl.core.reference.instants import instants
from policydsl.core.reference.margins import explain
from policydsl.core.reference.outlook import outlook

__all__ = ["explain", "instants", "outlook"]
