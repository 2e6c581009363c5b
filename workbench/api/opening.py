"""Opens the door: the latest snapshot with its ontology, the store, the gate and its key."""

from __future__ import annotations

from data_access.opening import open_store
from data_access.pseudonyms import load_key
from data_access.snapshots import Manifest, Snapshot, open_snapshot
from data_access.store import Store
from ontology.annotations import Annotations, load_annotations
from ontology.ontology import Ontology, load
from workbench.analysis.closeness import SnapshotCloseness
from workbench.analysis.counts import disease_areas
from workbench.analysis.usual import usual_findings
from workbench.api.asked import asked_group, margin_between
from workbench.api.door import AnswerCache, Door
from workbench.cohorts.cohort import Population
from workbench.cohorts.text import Glossary
from workbench.cohorts.vocabulary import PublishedVocabulary, SnapshotVocabulary, Vocabulary, condition_areas
from workbench.disclosure.layers import Layers
from workbench.disclosure.ledger import AuditedLedger
from workbench.disclosure.policy import EXPLORE
from workbench.disclosure.profile_seal import ProfileSeal
from workbench.disclosure.release import Gate
from workbench.errors import SnapshotError
from workbench.settings import Settings


class NoCache:
    """Keeps nothing: every question is counted anew."""

    def get(self, key: str) -> bytes | None:
        """None."""
        return None

    def set(self, key: str, value: bytes) -> None:
        """See `AnswerCache.set`."""


def open_door(settings: Settings, cache: AnswerCache | None = None) -> Door:
    """The door to the latest snapshot.

    Open it in the process that asks: connections to the store do not survive a fork.

    Raises:
        SnapshotError: There is no snapshot, it is damaged, or it was built with another HPO release.
        BrokenOntology: The HPO files are missing or inconsistent.
        StoreError: The store or the key cannot be opened.
    """
    snapshot = open_snapshot(settings.snapshots)
    ontology = load(settings.ontology)
    _require_same_release(snapshot.manifest, ontology)
    return door_to(snapshot, settings, ontology, load_annotations(settings.ontology), cache)


def door_to(
    snapshot: Snapshot,
    settings: Settings,
    ontology: Ontology,
    annotations: Annotations,
    cache: AnswerCache | None = None,
    store: Store | None = None,
) -> Door:
    """The door to one snapshot, by whatever HPO release it was built.

    Raises:
        StoreError: The store or the key cannot be opened.
    """
    names = condition_names(snapshot.manifest, annotations)
    population = Population(
        snapshot, SnapshotVocabulary(ontology, condition_areas(names)), SnapshotCloseness(snapshot, ontology)
    )
    store = store if store is not None else open_store(settings.store_url)
    key = load_key(settings.keys / "noise.key")
    return Door(
        ontology=ontology,
        annotations=annotations,
        snapshot=snapshot,
        store=store,
        gate=Gate(EXPLORE, key, ledger_of(store, population, ontology, key)),
        cache=cache if cache is not None else NoCache(),
        population=population,
        published=PublishedVocabulary(ontology, annotations.names),
        glossary=Glossary(ontology, {**annotations.names, **dict(disease_areas())}),
        condition_names=names,
        usual=usual_findings(ontology, annotations),
    )


def ledger_of(store: Store, population: Population, vocabulary: Vocabulary, key: bytes) -> AuditedLedger:
    """The ledger of a snapshot, kept in the store.

    Args:
        key: The secret key of this installation, 32 bytes.
    """
    seal = ProfileSeal(key)
    group = asked_group(population, vocabulary, seal)
    margin = margin_between(Layers(EXPLORE, key, population.snapshot.manifest.id), seal)
    return AuditedLedger(store.questions, store.audit, group, population.fitting(), seal.seal, margin=margin)


def condition_names(manifest: Manifest, annotations: Annotations) -> dict[str, str]:
    """Id -> name of each condition of a snapshot; the published name where there is one."""
    given = zip(manifest.conditions, manifest.condition_names, strict=True)
    return {identifier: annotations.names.get(identifier, name) for identifier, name in given}


def _require_same_release(manifest: Manifest, ontology: Ontology) -> None:
    if (manifest.hpo_release, manifest.hpo_checksum) != (ontology.release, ontology.checksum):
        raise SnapshotError(
            f"This snapshot was built with HPO {manifest.hpo_release}, but HPO {ontology.release} is in use.",
            do="Build a new one: workbench snapshot build.",
            where=manifest.id,
        )
