"""Floor 4, formatting: the canonical layout of policies in both spellings.

In: texts and files. Out: the same in canonical layout, or in the other spelling, with every
comment; and files written. Imports nothing here: `formatting` is for texts, `files` for files.
"""
