"""Builds a snapshot: freezes consented rows, measures them against each other, lays out the map, and writes it all."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from data_access.records import Donor
from data_access.snapshot_files import only_builder
from data_access.snapshots import Manifest, Snapshot, write_snapshot
from data_access.store import Store
from ontology.ontology import Ontology
from workbench.analysis.closeness import DEFAULT
from workbench.analysis.engine.described import Described, described
from workbench.analysis.engine.graph import neighbour_graph
from workbench.consent.purposes import RESEARCH
from workbench.consent.standing import stands
from workbench.errors import NoDonors
from workbench.jobs.calibrating import calibrate
from workbench.jobs.freezing import Freezer, Frozen
from workbench.jobs.maps import Layout, lay_out
from workbench.jobs.progress import Progress, Silent, Timed

_LOG = logging.getLogger(__name__)


def build_snapshot(
    store: Store,
    ontology: Ontology,
    folder: Path,
    *,
    seed: int = 7,
    neighbours: int = 15,
    majorities: Mapping[str, dt.date] = MappingProxyType({}),
    today: dt.date | None = None,
    progress: Progress = Silent(),  # noqa: B008 - it holds nothing
) -> Snapshot:
    """The snapshot of the donors whose consent to research stands today, written to the folder and opened.

    The same donors, ontology and settings give the same arrays. Stopped or killed at any moment it leaves the
    snapshots of the folder as they were. With too few donors for a map the snapshot has no cells. Another build in
    the same folder ends before this one reads its first donor.

    Args:
        majorities: Pseudonym -> day of majority, of those whose day is known (`workbench.jobs.reviewing`).
        today: The day on which consent has to stand; today in UTC when not given.

    Raises:
        NoDonors: No donor's consent to research stands.
        Cancelled: Somebody stopped the job.
    """
    with only_builder(folder):
        consent = _Consent(majorities, today or dt.datetime.now(dt.UTC).date())
        return _built(store, ontology, folder, seed, neighbours, consent, Timed(progress))


@dataclass(frozen=True, slots=True)
class _Consent:
    """Whose consent to research stands on the day."""

    majorities: Mapping[str, dt.date]
    today: dt.date

    def holds(self, donor: Donor) -> bool:
        return stands(donor, RESEARCH, self.today, self.majorities.get(donor.id))


def _built(
    store: Store, ontology: Ontology, folder: Path, seed: int, neighbours: int, consent: _Consent, timed: Timed
) -> Snapshot:
    frozen = _freeze(store, ontology, seed, consent, timed)
    donors = _describe(frozen, ontology, timed)
    terms = np.searchsorted(ontology.numbers, frozen.arrays["terms"])
    content, delta = donors.weights.content[terms], donors.weights.increment[terms]
    timed.stage("Compare donors", frozen.donors)
    near = neighbour_graph(DEFAULT, donors, ontology, neighbours, timed.advance)
    layout = lay_out(frozen, delta, near, ontology, seed, timed)
    chance = calibrate(donors, ontology, seed, timed)
    seconds = timed.seconds()
    timed.stage("Write")
    weights = {"ic": content.astype(np.float32), "delta": delta.astype(np.float32)}
    nearest_donors = {"neighbours": near.rows, "neighbour_scores": near.scores}
    arrays = {**frozen.arrays, **weights, **nearest_donors, **chance, **layout.arrays}
    settings = {"measure": DEFAULT, "neighbours": neighbours, "seed": seed, **layout.settings}
    manifest = _manifest(frozen, ontology, layout, seconds, settings)
    return write_snapshot(folder, manifest, arrays, check=timed.check)


def _freeze(store: Store, ontology: Ontology, seed: int, consent: _Consent, timed: Timed) -> Frozen:
    timed.stage("Read donors", store.count(purpose=RESEARCH))
    freezer = Freezer(ontology)
    for donor in store.donors(purpose=RESEARCH):
        if consent.holds(donor):
            freezer.add(donor)
        timed.advance()
    if not freezer.complete:
        _LOG.warning("HPO %s does not know some terms of the store: their findings were left out.", ontology.release)
    timed.stage("Freeze")
    frozen = freezer.freeze(seed)
    if not frozen.donors:
        raise NoDonors(
            "The store holds no donor who consents to research.",
            do="Import donors, or fill an empty store with: workbench demo.",
        )
    return frozen


def _describe(frozen: Frozen, ontology: Ontology, timed: Timed) -> Described:
    """The donors as the engine compares them, weighed among those with any finding."""
    timed.stage("Weigh findings")
    return described(frozen.arrays["observed_indptr"], frozen.arrays["observed_terms"], ontology)


def _manifest(
    frozen: Frozen, ontology: Ontology, layout: Layout, seconds: dict[str, float], settings: dict[str, Any]
) -> Manifest:
    return Manifest(
        id="",
        created=dt.datetime.now(dt.UTC).isoformat(),
        hpo_release=ontology.release,
        hpo_checksum=ontology.checksum,
        donors=frozen.donors,
        synthetic=frozen.synthetic,
        sources=frozen.sources,
        regions=frozen.regions,
        conditions=frozen.conditions,
        condition_names=frozen.condition_names,
        cell_size=layout.cell_size,
        areas=layout.areas,
        files={},
        seconds=seconds,
        settings=settings,
    )
