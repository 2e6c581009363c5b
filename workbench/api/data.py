"""Questions about the data themselves: where they come from, how good they are, what imports did."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.analysis import counts
from workbench.analysis.results import ImportsResult, QualityResult
from workbench.api.answers import answer, group, named_question
from workbench.api.door import Door
from workbench.disclosure.release import Released
from workbench.disclosure.values import AnnotationQuality, ImportSummary

_LICENCES = (
    ("Human Phenotype Ontology and its annotations", "free with attribution; see hpo.jax.org/license"),
    ("This software", "MIT"),
    ("Donated data", "not public; released only as counts through the gate"),
)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a snapshot comes from. Holds no number of donors.

    Attributes:
        snapshot: Its id.
        created: UTC time, ISO 8601.
        checksums: (what, sha256) of the snapshot as a whole and of the ontology's inputs; never of a single array.
        sources: Names under which imports were made.
        settings: (name, value) of what the build was asked for.
        licences: (what, licence).
    """

    snapshot: str
    created: str
    hpo_release: str
    checksums: tuple[tuple[str, str], ...]
    sources: tuple[str, ...]
    synthetic: bool
    settings: tuple[tuple[str, str], ...]
    licences: tuple[tuple[str, str], ...]


def provenance(door: Door) -> Provenance:
    """Where the snapshot comes from."""
    door.asker.require_signed_in()
    manifest = door.snapshot.manifest
    return Provenance(
        snapshot=manifest.id,
        created=manifest.created,
        hpo_release=manifest.hpo_release,
        checksums=(("snapshot", manifest.checksum), *sorted(door.ontology.sources.items())),
        sources=manifest.sources,
        synthetic=manifest.synthetic,
        settings=tuple((name, str(value)) for name, value in sorted(manifest.settings.items())),
        licences=_LICENCES,
    )


def quality(door: Door) -> Released[AnnotationQuality]:
    """How well donors are described."""
    return answer(door, QualityResult, named_question("quality"), lambda: counts.quality(group(door)))


def imports(door: Door) -> Released[tuple[ImportSummary, ...]]:
    """What imports did, newest first."""
    door.asker.require("explore")
    records = tuple(door.store.imports())
    made = [record.id for record in records]
    return answer(door, ImportsResult, named_question("imports", made=made), lambda: ImportsResult(records))
