"""The handbook: a policy as a document that people read and sign.

`book` takes a policy apart, `prose` says the core in words, `chapters` make blocks, `html` and
`markdown` print these.
"""
