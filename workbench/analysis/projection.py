"""Donors on a plane, so that those alike in findings lie close: UMAP on the exact graph of nearest donors.

McInnes, Healy & Melville (2018), arXiv:1802.03426. Who lies beside whom means something; how far apart two groups lie
does not.
"""

from __future__ import annotations

import warnings

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from workbench.analysis.engine.graph import Neighbours

FEWEST = 20
"""With fewer donors than this there is no plane."""

MIN_DIST = 0.7
SPREAD = 1.3
_NEIGHBOURS = 15
_DIMENSIONS = 16


def profiles(
    indptr: NDArray[np.integer], indices: NDArray[np.integer], delta: NDArray[np.floating], seed: int
) -> NDArray[np.float64]:
    """Closures weighted by √Δ, cut to their 16 main directions, (n, up to 16), float64.

    Rounded, so that the order in which a machine's cores add up does not reach the layout.
    """
    from sklearn.decomposition import TruncatedSVD

    weights = np.sqrt(np.asarray(delta, dtype=np.float64))[indices]
    weighted = sparse.csr_matrix((weights, indices, indptr), shape=(len(indptr) - 1, len(delta)))
    dimensions = min(_DIMENSIONS, min(weighted.shape) - 1)
    if dimensions < 1:
        return np.zeros((weighted.shape[0], 1))
    with np.errstate(invalid="ignore", divide="ignore"):  # where all donors are alike there is no variance to share out
        reduced: NDArray[np.float64] = TruncatedSVD(dimensions, random_state=seed).fit_transform(weighted)
    rounded: NDArray[np.float64] = np.round(reduced, 6)
    return rounded


def project(near: Neighbours, reduced: NDArray[np.float64], seed: int) -> NDArray[np.float64]:
    """Positions on the plane, (n, 2), float64. The same graph and seed give the same positions.

    Args:
        near: Nearest donors of at least 20 donors, each with as many neighbours as there are places.
        reduced: Their profiles, (n, d); where the layout starts from.
        seed: Of the layout.
    """
    graph = _with_distances(near)
    with warnings.catch_warnings():
        # umap says that it cannot place new donors on such a graph, that pieces of it are apart, and more as it is
        # imported; none of it is news here.
        warnings.simplefilter("ignore")
        import umap

        layout = umap.UMAP(
            n_neighbors=graph[0].shape[1],
            min_dist=MIN_DIST,
            spread=SPREAD,
            init=_start(reduced, seed),
            random_state=seed,
            n_jobs=1,
            precomputed_knn=graph,
            force_approximation_algorithm=True,
        )
        positions: NDArray[np.float64] = layout.fit_transform(reduced).astype(np.float64)
    return positions


def _start(reduced: NDArray[np.float64], seed: int) -> NDArray[np.float32]:
    """The second and third direction of the profiles, the first being their length, with a little noise; (n, 2).

    Unlike the usual start from the eigenvectors of the graph it needs no connected graph, and it is the same however
    many cores add up.
    """
    start = np.zeros((len(reduced), 2))
    directions = reduced[:, 1:3]
    start[:, : directions.shape[1]] = 10.0 * directions / max(float(np.abs(directions).max(initial=0.0)), 1e-6)
    noise = np.random.default_rng(seed).normal(
        scale=1e-3, size=start.shape
    )  # equal profiles must not start in one point
    return (start + noise).astype(np.float32)


def _with_distances(near: Neighbours) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The graph as UMAP takes it: every donor first among his own neighbours, and distances in place of scores.

    UMAP scales the distances of each donor by themselves, so any falling straight line through the scores would do.
    This one gives the closest pair of all the distance 0.
    """
    count = min(_NEIGHBOURS, near.rows.shape[1])
    own = np.arange(len(near.rows), dtype=np.int32)[:, None]
    scores = near.scores[:, :count]
    distances = np.hstack([np.zeros((len(scores), 1), dtype=np.float32), scores.max() - scores])
    return np.hstack([own, near.rows[:, :count]]), distances
