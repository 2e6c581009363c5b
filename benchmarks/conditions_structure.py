"""`python -m benchmarks.conditions_structure CASES`: how well conditions are grouped, how often chance makes groups.

Labels are families of names: OMIM's own phenotypic series are not part of what is installed, so "Loeys-Dietz syndrome
1" to "6" stand for a series. The families are read off the names by rule, before anything is measured.
"""

from __future__ import annotations

import argparse
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
from scipy.cluster import hierarchy
from scipy.spatial.distance import squareform

from ontology.annotations import Annotations, load_annotations
from ontology.ontology import Ontology, load
from workbench.analysis.conditions.alike import Profiles, Square
from workbench.analysis.conditions.closures import PublishedRows, published_rows, published_weights
from workbench.analysis.conditions.layout import plane
from workbench.analysis.conditions.structure import permuted, structure
from workbench.analysis.engine.described import Weights
from workbench.evaluation.cases import read_cases

_ENOUGH_CASES = 10
_MODE = re.compile(r"\b(autosomal|x-linked|dominant|recessive|digenic|somatic)\b")
_NUMBER = re.compile(r"\b(type|form|group)\b|\b(\d+[a-z]*|[ivx]{1,4}[a-z]?)\b|\s[a-h]$")


def family(name: str) -> str:
    """The name less numbers, types and modes of inheritance: the same for members of a series."""
    bare = _NUMBER.sub(" ", _MODE.sub(" ", name.casefold()).strip(" ,"))
    return " ".join(re.findall(r"[a-z]+", bare))


def families(ids: Iterable[str], annotations: Annotations) -> dict[str, str]:
    """Condition -> family, for families of two or more."""
    held: dict[str, list[str]] = defaultdict(list)
    for one in ids:
        held[family(annotations.name(one))].append(one)
    return {one: name for name, group in held.items() if len(group) > 1 for one in group}


def accuracy(alike: Square, labels: Sequence[str], method: str) -> tuple[float, float]:
    """ARI and AMI of the tree cut into as many groups as there are families."""
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    distance = 1.0 - alike.astype(np.float64)
    joined = hierarchy.linkage(squareform(distance, checks=False), method=method)
    found = hierarchy.fcluster(joined, len(set(labels)), "maxclust")
    return float(adjusted_rand_score(labels, found)), float(adjusted_mutual_info_score(labels, found))


def measures(rows: PublishedRows, weights: Weights, ontology: Ontology) -> dict[str, Callable[[], Square]]:
    """Likeness of conditions in the ways that are compared; the first is the one in use."""
    profiles = Profiles(rows, ontology, weights)
    return {
        "in use: both parts": lambda: profiles.likeness(rows.frequency),
        "frequency x sqrt(increment), cosine": lambda: profiles.broad.cosine(rows.frequency),
        "no frequency, cosine": lambda: profiles.broad.cosine(np.ones_like(rows.frequency)),
        "no frequency, Jaccard by increment": lambda: profiles.jaccard(rows.frequency),
        "recorded terms only, cosine": lambda: profiles.exact.cosine(np.sqrt(rows.frequency)),
    }


def _report_accuracy(title: str, ids: Sequence[str], annotations: Annotations, ontology: Ontology) -> None:
    labelled = families(ids, annotations)
    known = sorted(labelled)
    labels = [labelled[one] for one in known]
    print(f"\n{title}: {len(known)} conditions in {len(set(labels))} families")
    rows = published_rows(known, annotations, ontology)
    ways = measures(rows, published_weights(annotations, ontology), ontology)
    for way, alike in ways.items():
        square = alike()
        for method in ("average", "complete"):
            ari, ami = accuracy(square, labels, method)
            print(f"  {way:38} {method:9} ARI {ari:.3f}  AMI {ami:.3f}")


def _report_chance(ids: Sequence[str], annotations: Annotations, ontology: Ontology, draws: int) -> None:
    rows = published_rows(ids, annotations, ontology)
    weights = published_weights(annotations, ontology)
    began = time.process_time()
    found = structure(rows, weights, ontology)
    grouped = time.process_time()
    plane(found.alike, [group.members for group in found.groups], [20] * len(ids))
    laid = time.process_time()
    sizes = ", ".join(f"{len(group.members)} ({group.holds:.2f})" for group in found.groups)
    print(
        f"\n{len(ids)} conditions: groups {sizes or 'none'}; "
        f"{grouped - began:.2f} s of CPU, plane {laid - grouped:.2f} s"
    )
    none = sum(
        not structure(permuted(rows, np.random.default_rng(at)), weights, ontology).groups for at in range(draws)
    )
    print(f"  no structure in {none} of {draws} permutations")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints accuracy, and how often permuted findings have no structure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", type=Path, help="labelled phenopackets: a folder or a zip")
    parser.add_argument("--ontology", type=Path, default=Path("var/ontology"), help="folder of the compiled ontology")
    parser.add_argument("--sizes", type=int, nargs="*", default=[60, 250, 500], help="random conditions of OMIM")
    parser.add_argument("--draws", type=int, default=100, help="permutations")
    asked = parser.parse_args(arguments)
    ontology, annotations = load(asked.ontology), load_annotations(asked.ontology)
    counts = Counter(read_cases(asked.cases, ontology).diseases)
    described = [one for one in sorted(counts) if one in annotations and len(annotations.disease(one).phenotypes)]
    omim = [one for one in annotations.diseases if one.startswith("OMIM:") and annotations.disease(one).phenotypes]
    _report_accuracy("Diseases of the cases", described, annotations, ontology)
    _report_accuracy("All of OMIM", omim, annotations, ontology)
    _report_chance([one for one in described if counts[one] >= _ENOUGH_CASES], annotations, ontology, asked.draws)
    rng = np.random.default_rng(7)
    for size in asked.sizes:
        _report_chance(sorted(rng.choice(omim, size, replace=False)), annotations, ontology, asked.draws)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
