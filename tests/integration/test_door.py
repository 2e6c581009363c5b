"""The door to a real snapshot: opened, asked, and refused where snapshot and ontology do not belong together."""

from __future__ import annotations

import random
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data_access.records import AGE_BANDS, SEXES
from data_access.snapshots import open_snapshot
from ontology.annotations import load_annotations
from ontology.ontology import load
from ontology.terms import TermId, from_number
from workbench.analysis.usual import usual_findings
from workbench.api import cohorts, data, overview, terms
from workbench.api import map as map_questions
from workbench.api.door import Asker, Door
from workbench.api.opening import NoCache, door_to, open_door
from workbench.cohorts.address import to_address
from workbench.cohorts.cohort import size
from workbench.cohorts.criteria import criteria
from workbench.cohorts.query import Clause, Excluded, HasCondition, InAgeBand, InRegion, InSex, Observed, Query
from workbench.errors import SnapshotError
from workbench.settings import Settings

SEIZURE = TermId("HP:0001250")
MENTAL_FUNCTION = TermId("HP:0011446")


@pytest.fixture(scope="module")
def door(home: Settings) -> Iterator[Door]:
    opened = open_door(home).asked_by(Asker("reader at the door", "researcher"))
    yield opened
    opened.store.close()


def test_every_question_is_answered(door: Door) -> None:
    query = cohorts.parse_address(door, f"{SEIZURE}~age:5-11")
    assert overview.everyone(door).value.everyone is not None
    assert overview.summary(door).synthetic
    for answer in (cohorts.count(door, query), cohorts.findings(door, query), cohorts.facts(door, query)):
        assert answer.snapshot == door.snapshot.manifest.id
    assert cohorts.sentence(door, query) == "People aged 5 to 11 with seizures of any kind."
    assert data.quality(door).value.everyone == overview.everyone(door).value.everyone
    assert map_questions.view(door).value.size > 0
    assert terms.describe(door, SEIZURE).label == "Seizure"
    assert terms.search(door, "unsteady walk")[0].label == "Unsteady gait"
    assert data.provenance(door).hpo_release == door.ontology.release


def test_bitmaps_of_the_snapshot_count_what_the_store_counts_among_those_who_consent(door: Door) -> None:
    rng, snapshot = random.Random(8), door.snapshot
    known = [from_number(int(one)) for one in snapshot.terms]
    known = [one for one in known if door.ontology.is_phenotype(one)]
    ruled_out = [from_number(int(one)) for one in snapshot.excluded_terms]

    def clause() -> Clause:
        return rng.choice(
            [
                Observed(rng.choice(known)),
                Observed(rng.choice(sorted(door.ontology.ancestors(rng.choice(known)) & set(known)))),
                Excluded(rng.choice(ruled_out)),
                InSex(rng.choice(SEXES)),
                InAgeBand(rng.choice(AGE_BANDS)),
                InRegion(rng.choice(snapshot.manifest.regions)),
                HasCondition(rng.choice((*snapshot.manifest.conditions, "AREA:neuromuscular", "undiagnosed"))),
            ]
        )

    above_zero = 0
    for _ in range(300):
        query = Query(tuple(clause() for _ in range(rng.choice((1, 1, 2, 3)))))
        asked = criteria(query, door.ontology, door.population.vocabulary, snapshot.manifest)
        in_store = door.store.count_matching(asked, purpose="research")
        assert size(door.population.fitting(query)) == in_store, query
        above_zero += in_store > 0
    assert above_zero > 100


def test_the_noise_key_is_made_once_and_for_the_owner_only(home: Settings, door: Door) -> None:
    key = home.keys / "noise.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert open_door(home).gate.key == door.gate.key == key.read_bytes()


def test_no_snapshot_is_an_error_that_says_what_to_do(home: Settings, tmp_path: Path) -> None:
    empty = replace(home, home=tmp_path, store_url=f"sqlite:///{tmp_path / 'store.db'}")
    with pytest.raises(SnapshotError) as refused:
        open_door(empty)
    assert "snapshot build" in refused.value.do


def test_a_snapshot_of_another_release_is_refused(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = open_snapshot(home.snapshots)
    other = replace(snapshot, manifest=replace(snapshot.manifest, hpo_release="2020-01-01"))
    monkeypatch.setattr("workbench.api.opening.open_snapshot", lambda folder: other)
    with pytest.raises(SnapshotError, match="HPO 2020-01-01") as refused:
        open_door(home)
    assert "snapshot build" in refused.value.do


def test_a_door_can_be_opened_to_any_one_snapshot(home: Settings, door: Door) -> None:
    snapshot = open_snapshot(home.snapshots, door.snapshot.manifest.id)
    other = door_to(snapshot, home, door.ontology, door.annotations, NoCache(), door.store).asked_by(door.asker)
    assert cohorts.count(other, Query()) == cohorts.count(door, Query())


def test_a_region_of_the_map_is_asked_about_like_any_cohort(door: Door) -> None:
    view = map_questions.view(door).value
    assert view.cells
    for area in view.areas:
        region = map_questions.region_query(door, list(area.cells))
        assert cohorts.count(door, region).value.count == area.count
        assert cohorts.parse_address(door, to_address(region)) == region


def test_headings_are_told_from_findings_by_what_is_published(home: Settings) -> None:
    ontology = load(home.ontology)
    usual = usual_findings(ontology, load_annotations(home.ontology))
    assert {SEIZURE, TermId("HP:0001252"), TermId("HP:0001263")} <= usual
    assert not {MENTAL_FUNCTION, TermId("HP:0000118"), TermId("HP:0012638")} & usual


def test_no_checksum_of_a_single_array_is_told(door: Door) -> None:
    # Whoever tries every length of an array that says "not recorded" for all would find the exact number of donors.
    told = {checksum for _, checksum in data.provenance(door).checksums}
    assert door.snapshot.manifest.checksum in told
    assert told.isdisjoint(door.snapshot.manifest.files.values())


def test_the_checksum_of_a_snapshot_changes_with_any_of_its_files(door: Door) -> None:
    manifest = door.snapshot.manifest
    changed = [replace(manifest, files={**manifest.files, name: "0" * 64}).checksum for name in manifest.files]
    assert len({manifest.checksum, *changed}) == len(manifest.files) + 1
