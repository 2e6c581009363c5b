"""Snapshots built from a store: what is in them, and that nothing half-built is ever left."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from snapshot_world import RESEARCH, StopAt, some_donors, store_of

from data_access.memory_store import MemoryStore
from data_access.pseudonyms import Pseudonymiser
from data_access.records import AGE_BANDS, SEXES, Donor, Finding
from data_access.snapshots import Snapshot, list_snapshots, open_snapshot, verify
from ontology.ontology import Ontology, load
from ontology.terms import from_number, number
from workbench.errors import Cancelled, SnapshotError
from workbench.ingest.phenopackets import import_paths
from workbench.jobs.snapshots import build_snapshot

CASES = Path(__file__).parents[2].parent / "shared/data/phenopackets/phenopackets-open.zip"
DONORS = 240
BUILD = """
import sys
from pathlib import Path
sys.path[:0] = [sys.argv[3], sys.argv[4]]
from ontology.ontology import load
from snapshot_world import some_donors, store_of
from workbench.jobs.snapshots import build_snapshot
class Told:
    def stage(self, name, total=None): print(name, flush=True)
    def advance(self, n=1): pass
    def check(self): pass
build_snapshot(store_of(some_donors(240, 5)), load(Path(sys.argv[2])), Path(sys.argv[1]), progress=Told())
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ontology")


@pytest.fixture(scope="module")
def ontology(compiled: Path) -> Ontology:
    return load(compiled)


@pytest.fixture(scope="module")
def donors() -> list[Donor]:
    """Donors, one of them without findings, and one who did not consent to research."""
    some = some_donors(DONORS)
    without_findings = replace(some[0], id="0" * 32, findings=(Finding("HP:0001250", "not_recorded"),))
    without_consent = replace(some[1], id="1" * 32, consents=(replace(RESEARCH, purpose="matching"),))
    return [*some, without_findings, without_consent]


@pytest.fixture(scope="module")
def built(donors: list[Donor], ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return build_snapshot(store_of(donors), ontology, tmp_path_factory.mktemp("snapshots"))


def recorded(donor: Donor) -> tuple[int, ...]:
    """HPO numbers recorded as present in a donor of the store."""
    return tuple(sorted(int(finding.term[3:]) for finding in donor.findings if finding.state == "observed"))


def observed(snapshot: Snapshot, row: int) -> tuple[int, ...]:
    """HPO numbers recorded as present in one donor."""
    start, stop = snapshot.observed_indptr[row : row + 2]
    return tuple(snapshot.observed_terms[start:stop].tolist())


def closure(snapshot: Snapshot, row: int) -> set[int]:
    """HPO numbers of one donor's closure."""
    start, stop = snapshot.closure_indptr[row : row + 2]
    return set(snapshot.terms[snapshot.closure_indices[start:stop]].tolist())


def test_it_holds_everybody_who_consents_and_nobody_else(built: Snapshot, donors: list[Donor]) -> None:
    assert built.donors == DONORS + 1
    expected = sorted(recorded(one) for one in donors if one.consents_to("research"))
    assert sorted(observed(built, row) for row in range(built.donors)) == expected
    assert verify(built.path.parent) == []


def test_closures_and_bitmaps_say_the_same_as_the_ontology(built: Snapshot, ontology: Ontology) -> None:
    for row in range(0, built.donors, 7):
        ancestors = {number(a) for t in observed(built, row) for a in ontology.ancestors(from_number(t))}
        assert closure(built, row) == ancestors
    members = np.unpackbits(built.bitmaps, axis=1, count=built.donors, bitorder="little")
    for at, term in enumerate(built.terms.tolist()):
        assert np.flatnonzero(members[at]).tolist() == [r for r in range(built.donors) if term in closure(built, r)]


def test_excluded_findings_are_held_as_recorded(built: Snapshot, donors: list[Donor]) -> None:
    members = np.unpackbits(built.excluded_bitmaps, axis=1, count=built.donors, bitorder="little").sum(axis=1)
    found = dict(zip(built.excluded_terms.tolist(), members.tolist()))
    expected: dict[int, int] = {}
    for one in donors:
        for finding in one.findings if one.consents_to("research") else ():
            if finding.state == "excluded":
                term = int(finding.term[3:])
                expected[term] = expected.get(term, 0) + 1
    assert found == expected


def test_facts_belong_to_the_same_donor_as_the_findings(built: Snapshot, donors: list[Donor]) -> None:
    def fact(position: int, names: tuple[str, ...]) -> str | None:
        return None if position < 0 else names[position]

    regions, conditions = built.manifest.regions, built.manifest.conditions
    found = sorted(
        (
            observed(built, row),
            fact(built.sex[row], SEXES),
            fact(built.age_band[row], AGE_BANDS),
            fact(built.region[row], regions),
            fact(built.subregion[row], regions) or "",
            conditions[built.condition_indices[built.condition_indptr[row]]],
        )
        for row in range(built.donors)
    )
    expected = sorted(
        (
            recorded(one),
            one.sex,
            one.age_band,
            one.country,
            one.region or "",
            one.conditions[0].id,
        )
        for one in donors
        if one.consents_to("research")
    )
    assert found == expected
    assert built.manifest.synthetic
    assert built.manifest.sources == ("demo",)
    assert dict(zip(conditions, built.manifest.condition_names))["OMIM:312750"] == "Condition 0"


def test_a_donor_without_findings_counts_and_lies_nowhere(built: Snapshot) -> None:
    (row,) = [row for row in range(built.donors) if not observed(built, row)]
    assert built.cell[row] == -1
    assert (built.neighbours[row] == -1).all()
    assert row not in built.neighbours
    assert (built.neighbours[np.arange(built.donors) != row] >= 0).all()


def test_weights_grow_with_rarity_and_increments_are_never_negative(built: Snapshot) -> None:
    counts = np.bincount(built.closure_indices, minlength=len(built.terms))
    order = np.argsort(counts)
    assert (np.diff(built.ic[order]) <= 1e-6).all()
    assert built.delta.min() >= 0
    assert built.ic[counts == DONORS] == pytest.approx(0)


def test_the_map_has_cells_of_ten_and_areas_of_fifty(built: Snapshot) -> None:
    donors = np.bincount(built.cell[built.cell >= 0], minlength=len(built.cell_axial))
    assert donors.min() >= 10
    assert (built.cell < 0).sum() <= 1 + 0.02 * DONORS
    for area in built.manifest.areas:
        own = built.cell_area == area.id
        assert donors[own].sum() >= 50
        assert [area.x, area.y] in built.cell_centres[own].tolist()
        assert 0 < len(area.name) <= 28
    assert set(built.cell_area.tolist()) <= {-1, *(area.id for area in built.manifest.areas)}
    assert built.manifest.areas


def test_the_same_donors_give_the_same_snapshot_whatever_their_pseudonyms(
    built: Snapshot, donors: list[Donor], ontology: Ontology, tmp_path: Path
) -> None:
    renamed = [replace(one, id=f"{at:032x}") for at, one in enumerate(reversed(donors))]
    again = build_snapshot(store_of(renamed), ontology, tmp_path)
    assert again.manifest.files == built.manifest.files
    assert again.manifest.id[-8:] == built.manifest.id[-8:]


def test_another_seed_gives_another_layout_of_the_same_donors(
    built: Snapshot, donors: list[Donor], ontology: Ontology, tmp_path: Path
) -> None:
    other = build_snapshot(store_of(donors), ontology, tmp_path, seed=8)
    assert other.manifest.files["terms"] == built.manifest.files["terms"]
    assert other.manifest.files["positions"] != built.manifest.files["positions"]


def test_no_pseudonym_is_written_anywhere(built: Snapshot, donors: list[Donor]) -> None:
    content = b"".join(file.read_bytes() for file in built.path.iterdir())
    assert not any(one.id.encode() in content or bytes.fromhex(one.id) in content for one in donors[:DONORS])


def test_the_order_of_rows_says_nothing_of_pseudonyms(donors: list[Donor], ontology: Ontology, tmp_path: Path) -> None:
    few = [replace(one, id=f"{at:032x}", country="ES" if at < 8 else "FR") for at, one in enumerate(donors[:16])]
    found = build_snapshot(store_of(few), ontology, tmp_path)
    assert found.region.tolist() != sorted(found.region.tolist())


def test_replaced_terms_are_replaced_and_unknown_ones_left_out_with_a_warning(
    ontology: Ontology, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    old = replace(some_donors(1)[0], findings=(Finding("HP:0001303", "observed"), Finding("HP:9999999", "observed")))
    found = build_snapshot(store_of([old]), ontology, tmp_path)
    assert observed(found, 0) == (int(str(ontology.resolve("HP:0001303").term)[3:]),)
    assert "left out" in caplog.text
    assert "9999999" not in caplog.text


def test_an_empty_store_says_how_to_fill_it(ontology: Ontology, tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="workbench demo"):
        build_snapshot(MemoryStore(), ontology, tmp_path)
    assert [left.name for left in tmp_path.iterdir()] == [".builder"]  # the lock


@pytest.mark.parametrize("count", [1, 2, 19])
def test_few_donors_give_a_snapshot_without_a_map(ontology: Ontology, tmp_path: Path, count: int) -> None:
    found = build_snapshot(store_of(some_donors(count)), ontology, tmp_path)
    assert found.donors == count
    assert len(found.cell_axial) == 0
    assert (found.cell == -1).all()
    assert found.manifest.areas == ()


@pytest.mark.parametrize("count", [20, 35])
def test_from_twenty_donors_there_is_a_map(ontology: Ontology, tmp_path: Path, count: int) -> None:
    found = build_snapshot(store_of(some_donors(count)), ontology, tmp_path)
    assert len(found.cell_axial) >= 1


def test_donors_without_any_difference_still_give_a_snapshot(ontology: Ontology, tmp_path: Path) -> None:
    same = some_donors(1)[0]
    found = build_snapshot(store_of([replace(same, id=f"{at:032x}") for at in range(60)]), ontology, tmp_path)
    assert (found.cell >= 0).all()


def test_every_stage_is_told_and_timed(ontology: Ontology, tmp_path: Path) -> None:
    told = StopAt()
    found = build_snapshot(store_of(some_donors(30)), ontology, tmp_path, progress=told)
    assert told.stages[0] == "Read donors"
    assert told.stages[-1] == "Write"
    assert set(found.manifest.seconds) == set(told.stages) - {"Write"}


def test_stopping_at_any_stage_leaves_the_snapshot_before_as_it_was(ontology: Ontology, tmp_path: Path) -> None:
    before = build_snapshot(store_of(some_donors(30)), ontology, tmp_path)
    told = StopAt()
    build_snapshot(store_of(some_donors(31)), ontology, tmp_path / "other", progress=told)
    for stage in told.stages:
        with pytest.raises(Cancelled):
            build_snapshot(store_of(some_donors(31)), ontology, tmp_path, progress=StopAt(stage))
        assert list_snapshots(tmp_path) == [before.manifest.id]
        assert verify(tmp_path) == []
        assert not list(tmp_path.glob(".building*"))


@pytest.mark.parametrize("stage", ["Read donors", "Compare donors", "Lay out the map", "Write"])
def test_a_killed_build_leaves_the_snapshot_before_and_can_be_started_over(
    ontology: Ontology, compiled: Path, tmp_path: Path, stage: str
) -> None:
    before = build_snapshot(store_of(some_donors(30)), ontology, tmp_path)
    here = Path(__file__).parent
    places = [str(place) for place in (tmp_path, compiled, here.parents[1], here)]
    with subprocess.Popen([sys.executable, "-c", BUILD, *places], stdout=subprocess.PIPE, text=True) as job:
        assert job.stdout is not None
        for line in job.stdout:
            if line.strip() == stage:
                job.send_signal(signal.SIGKILL)
                break
    left = list_snapshots(tmp_path)
    assert before.manifest.id in left
    assert all(verify(tmp_path, id) == [] for id in left)
    again = build_snapshot(store_of(some_donors(31)), ontology, tmp_path)
    assert open_snapshot(tmp_path).manifest.id == again.manifest.id
    assert not list(tmp_path.glob(".building*"))


@pytest.mark.real_data
@pytest.mark.skipif(not CASES.exists(), reason="needs ../shared/data, which is not here")
def test_the_published_cases_give_a_rich_map(ontology: Ontology, tmp_path: Path) -> None:
    store = MemoryStore()
    import_paths([CASES], store=store, ontology=ontology, pseudonymiser=Pseudonymiser(b"k" * 32))
    found = build_snapshot(store, ontology, tmp_path)
    placed = found.cell >= 0
    assert placed.mean() >= 0.98
    assert 200 <= len(found.cell_axial) <= 500
    assert 15 <= len(found.manifest.areas) <= 28
    assert len({area.name for area in found.manifest.areas}) == len(found.manifest.areas)
    in_area = found.cell_area[found.cell[placed]] >= 0
    assert in_area.mean() >= 0.85
