"""What stands between the scalars of a policy in YAML.

In: a source that is without errors. Out: its documents, each with its scalars and the gaps before
them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from policydsl.diagnostics import Source
from policydsl.formatting.gaps import Gap, read_gap
from policydsl.formatting.yaml_kinds import POLICY, TEXT, Kind, item_kind, value_kind
from policydsl.syntax.yaml_events import read_documents
from policydsl.syntax.yaml_nodes import Listing, Mapping, Node, Scalar


class GappedDocument(NamedTuple):
    """A document with its scalars in the order of the text, and their kinds; keys are texts.

    `gaps` has one item more than there are scalars: the last is the end of the document. It begins
    at `begin` and ends at `end`.
    """

    root: Node
    scalars: Sequence[Scalar]
    kinds: Sequence[Kind]
    gaps: Sequence[Gap]
    begin: int
    end: int


def gapped_documents(source: Source) -> Iterator[GappedDocument]:
    """The documents of a source that reads without errors."""
    documents, _ = read_documents(source)
    ends = [*(document.begin for document in documents[1:]), len(source.text)]
    begin = 0
    for document, end in zip(documents, ends, strict=True):
        assert document.root is not None, "a document without errors has a root"
        kinded = list(_kinded(document.root, POLICY))
        scalars = [node for node, _ in kinded]
        limits = [begin, *chain.from_iterable((each.begin, each.end) for each in scalars), end]
        gaps = [
            read_gap(source.text[start:stop], at_start=number == 0)
            for number, (start, stop) in enumerate(zip(limits[::2], limits[1::2], strict=True))
        ]
        kinds = [kind for _, kind in kinded]
        yield GappedDocument(document.root, scalars, kinds, gaps, begin, end)
        begin = end


def scalars_of(node: Node) -> Iterator[Scalar]:
    """The keys and texts below a node, in the order of the text."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from scalars_of(item)
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            yield from scalars_of(key)
            yield from scalars_of(value)


def _kinded(node: Node, kind: Kind) -> Iterator[tuple[Scalar, Kind]]:
    if isinstance(node, Scalar):
        yield node, kind
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _kinded(item, item_kind(kind))
    elif isinstance(node, Mapping):
        for key, value in node.pairs:
            yield from _kinded(key, TEXT)
            if isinstance(key, Scalar):
                yield from _kinded(value, value_kind(kind, key.text))
