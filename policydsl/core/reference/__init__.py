"""The meaning, written to be read: no index, no cache, no cleverness.

In: a `CorePolicy` and a checked `Request`. Out: an `Explanation`. Every other engine is held equal
to this one by property tests. Read in this order: `local`, `spans`, `facts`, `formulas`,
`counting`, `consents`, `ladders`, `judgement`.
"""

from policydsl.core.reference.judgement import explain

__all__ = ["explain"]
