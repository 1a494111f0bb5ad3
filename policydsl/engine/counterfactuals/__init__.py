"""What would have to be different for a contact to be allowed.

`search` tries changes and decides again; `changes` are what it may propose; `consents` and `values`
make the records that rules ask for.
"""
