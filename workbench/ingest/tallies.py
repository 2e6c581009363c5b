"""What happened to the content of files: terms kept, replaced and unknown, and fields that are not held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from workbench.ingest.documents import Document
from workbench.ingest.field_names import UNKNOWN_FIELD, shown_name

NOT_A_PHENOTYPE = "phenotypicFeatures (not a phenotypic abnormality)"
CONTRADICTED = "phenotypicFeatures (contradicted)"
REPEATED = "phenotypicFeatures (repeated)"

Held = Mapping[str, "Held"]


def _held(*names: str, **deeper: Held) -> Held:
    return MappingProxyType({**{name: MappingProxyType({}) for name in names}, **deeper})


# What is read from a phenopacket. Labels of HPO terms are HPO's own; what the readers themselves leave out (a date
# of an encounter, an onset that is no age) they count themselves.
_PHENOPACKET = _held(
    "id",
    subject=_held("id", "sex", "timeAtLastEncounter"),
    phenotypicFeatures=_held("type", "excluded", "onset", "severity"),
    diseases=_held("term", "excluded"),
    interpretations=_held("progressStatus", diagnosis=_held("disease")),
    metaData=_held("created", "phenopacketSchemaVersion"),
)


@dataclass(slots=True)
class Tally:
    """Counts over one file, or over all that were taken.

    Attributes:
        unknown_terms: Well-formed HPO ids that this release does not know -> times.
        dropped: Field that the store does not hold -> times.
    """

    kept: int = 0
    replaced: int = 0
    unknown: int = 0
    unknown_terms: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Adds the counts of another."""
        self.kept += other.kept
        self.replaced += other.replaced
        self.unknown += other.unknown
        self.unknown_terms.update(other.unknown_terms)
        self.dropped.update(other.dropped)

    def count_dropped(self, document: Document) -> None:
        """Counts the fields of a phenopacket that no reader looks at."""
        _count_dropped(document, _PHENOPACKET, "", self.dropped)


def _count_dropped(value: Any, held: Held, path: str, counts: Counter[str]) -> None:
    if isinstance(value, list):
        for one in value:
            _count_dropped(one, held, path, counts)
    elif isinstance(value, dict):
        for name, one in value.items():
            if name not in held:
                shown = shown_name(name)
                inside = f"{path}.{shown}" if path else shown
                times = _filled(one)
                if times:
                    counts[inside] += times
            elif held[name]:
                _count_dropped(one, held[name], f"{path}.{name}" if path else name, counts)


def _filled(value: Any) -> int:
    """How many entries a field holds: the length of a list, else one unless it is empty."""
    if isinstance(value, list):
        return len(value)
    return 0 if value in (None, "", {}) else 1


__all__ = ["CONTRADICTED", "NOT_A_PHENOTYPE", "REPEATED", "UNKNOWN_FIELD", "Tally"]
