"""Which arrays a snapshot holds, of which type, and how their lengths hang together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.snapshot_files import damaged

SHAPES: dict[str, tuple[type[np.generic], tuple[str, ...]]] = {
    "terms": (np.int32, ("U",)),
    "bitmaps": (np.uint8, ("U", "bytes")),
    "closure_indptr": (np.int64, ("n+1",)),
    "closure_indices": (np.int32, ("closure",)),
    "observed_indptr": (np.int64, ("n+1",)),
    "observed_terms": (np.int32, ("observed",)),
    "excluded_terms": (np.int32, ("E",)),
    "excluded_bitmaps": (np.uint8, ("E", "bytes")),
    "sex": (np.int8, ("n",)),
    "age_band": (np.int8, ("n",)),
    "region": (np.int16, ("n",)),
    "subregion": (np.int16, ("n",)),
    "undiagnosed": (np.bool_, ("n",)),
    "condition_indptr": (np.int64, ("n+1",)),
    "condition_indices": (np.int32, ("conditions",)),
    "ic": (np.float32, ("U",)),
    "delta": (np.float32, ("U",)),
    "neighbours": (np.int32, ("n", "k")),
    "neighbour_scores": (np.float32, ("n", "k")),
    "positions": (np.float32, ("n", "two")),
    "cell": (np.int16, ("n",)),
    "cell_centres": (np.float32, ("C", "two")),
    "cell_axial": (np.int16, ("C", "two")),
    "cell_area": (np.int16, ("C",)),
    "chance_lengths": (np.int32, ("S",)),
    "chance_closeness": (np.float32, ("S", "draws")),
    "chance_thresholds": (np.int32, ("S",)),
}
"""Array -> its type and axes. Axes of one name have one length over all arrays."""

_ROW_ENDS = {
    "closure_indptr": "closure_indices",
    "observed_indptr": "observed_terms",
    "condition_indptr": "condition_indices",
}


def check_shapes(donors: int, arrays: Mapping[str, NDArray[Any]], name: str) -> None:
    """Accepts arrays that fit each other and the number of donors.

    Raises:
        SnapshotError: One is missing, of another type, or of another length; names snapshot and array.
    """
    sizes = {"n": donors, "n+1": donors + 1, "bytes": (donors + 7) // 8, "two": 2}
    for array, (dtype, axes) in SHAPES.items():
        if array not in arrays:
            raise damaged(name, f"the array {array} is missing")
        found = arrays[array]
        if found.dtype != dtype or found.ndim != len(axes):
            raise damaged(name, f"{array} is not of the type that is expected")
        if any(sizes.setdefault(axis, length) != length for axis, length in zip(axes, found.shape, strict=True)):
            raise damaged(name, f"{array} does not fit the other arrays")
    for indptr, indices in _ROW_ENDS.items():
        if arrays[indptr][0] != 0 or arrays[indptr][-1] != len(arrays[indices]):
            raise damaged(name, f"{indptr} does not fit {indices}")
