"""Pictures of ladders: which step is open on which days, and what waits for what.

`drawing` is what is shown, `axis` places days, `svg` and `letters` draw.
"""
