"""Which terms are findings in their own right, and which are only headings over others."""

from __future__ import annotations

import numpy as np

from ontology.annotations import Annotations
from ontology.ontology import Ontology
from ontology.terms import TermId, from_number

_OWN_SHARE = 0.1


def usual_findings(ontology: Ontology, annotations: Annotations) -> frozenset[TermId]:
    """Terms that publications name themselves, where they could name a narrower one.

    Seizure is named in half of the annotations at or under it; "Abnormality of mental function" in one of a
    thousand: it groups. A term counts as a finding from a tenth on, and where nothing at or under it is annotated.
    It follows from published annotations alone, so a list made shorter by it tells nothing of donors.
    """
    places = np.searchsorted(ontology.numbers, annotations.terms[~annotations.excluded])
    own = np.bincount(places, minlength=len(ontology.numbers))
    spread = np.repeat(own, np.diff(ontology.ancestor_indptr))
    at_or_under = np.bincount(ontology.ancestor_indices, weights=spread, minlength=len(own))
    return frozenset(from_number(int(one)) for one in ontology.numbers[own >= _OWN_SHARE * at_or_under])
