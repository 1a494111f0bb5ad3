"""Pictures of the coming days, for `policydsl when`: in a terminal, as SVG, in a page of HTML.

`answers` asks, `clock` makes rows of local dates, `pieces` what stands in them; `text`, `svg` and
`html` draw.
"""
