"""Information content: how much a term says, from how many donors have it."""

from __future__ import annotations

import numpy as np

from ontology.graph import Rows

PSEUDOCOUNT = 1.0


def information_content(counts: np.ndarray, total: int, pseudocount: float = PSEUDOCOUNT) -> np.ndarray:
    """IC(a) = -ln((n_a + c) / (N + c)), in nats, (T,), float64.

    Resnik (1995), arXiv:cmp-lg/9511007. The pseudocount keeps a term that nobody was annotated with from
    counting nothing or without limit; a term that everybody has says 0 at any pseudocount.

    Args:
        counts: Donors whose closure (observed terms and their ancestors) holds each term, (T,).
        total: Donors in all, at least the largest count.
        pseudocount: c, above 0.

    Raises:
        ValueError: A count is negative or above the total, or the pseudocount is not above 0.
    """
    if pseudocount <= 0:
        raise ValueError("The pseudocount must be above 0.")
    held = np.asarray(counts, dtype=np.float64)
    if held.size and (held.min() < 0 or held.max() > total):
        raise ValueError("A count is negative or above the number of donors.")
    content: np.ndarray = np.log(total + pseudocount) - np.log(held + pseudocount)
    return content


def increments(content: np.ndarray, parents: Rows) -> np.ndarray:
    """Δ(a) = IC(a) - max IC(parents): what a term says that its parents do not, in nats, (T,), float64.

    A sum over a closure counts nothing twice, and is at least the information content of every term in it. A root
    has no parents, so its increment is its information content.

    Args:
        content: Information content of each term, (T,).
        parents: For each position the positions of its parents (`Ontology.parent_rows`).

    Raises:
        ValueError: A term says less than a parent, so the counts were not those of closures.
    """
    broader = np.zeros(len(content), dtype=np.float64)
    has_parents = np.flatnonzero(np.diff(parents.indptr))
    if has_parents.size:
        starts = parents.indptr[has_parents]
        broader[has_parents] = np.maximum.reduceat(content[parents.indices], starts)
    difference = content - broader
    if difference.size and difference.min() < -1e-9:
        raise ValueError("A term says less than its parent: count donors by closure, ancestors included.")
    delta: np.ndarray = np.maximum(difference, 0.0)
    return delta
