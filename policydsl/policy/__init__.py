"""Floor 3, policies: files found and read, composed, tightened and waived, and their digest.

In: paths or texts. Out: a `ComposedPolicy` (the core to run, the vocabulary, the identity) and
every diagnostic. `loading` is the front door.
"""
