"""Who is similar, asked of a snapshot of 300 synthetic donors."""

from __future__ import annotations

import dataclasses
import json
import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data_access.snapshots import open_snapshot
from ontology.terms import TermId, from_number
from workbench.analysis.chance import narrowest_findings
from workbench.analysis.engine.snapshot_donors import described_snapshot
from workbench.analysis.placing import nearest_on_map, place
from workbench.api import similar
from workbench.api.door import Asker, Door
from workbench.api.opening import open_door
from workbench.cli import main
from workbench.cohorts.clauses import InSex, Query
from workbench.cohorts.profile import MOST_FINDINGS, Profile
from workbench.cohorts.query import parse
from workbench.disclosure.ledger import LedgerEntry, NoLedger, Verdict
from workbench.disclosure.values import Share
from workbench.errors import InvalidQuery, InvalidTerm, RefusedFile, SnapshotError
from workbench.settings import Settings

PACKET = {
    "id": "case-1",
    "subject": {"id": "patient-1", "sex": "FEMALE"},
    "phenotypicFeatures": [
        {"type": {"id": "HP:0001250", "label": "Seizure"}},
        {"type": {"id": "HP:0001263", "label": "Global developmental delay"}},
        {"type": {"id": "HP:0001166", "label": "Arachnodactyly"}, "excluded": True},
        {"type": {"id": "HP:9999999", "label": "Unheard of"}},
    ],
    "diseases": [{"term": {"id": "OMIM:312750", "label": "Rett syndrome"}}],
    "metaData": {"phenopacketSchemaVersion": "2.0", "created": "2024-01-01T00:00:00Z"},
}


class Kept:
    """A cache in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def get(self, key: str) -> bytes | None:
        return self.kept.get(key)

    def set(self, key: str, value: bytes) -> None:
        self.kept[key] = value


@pytest.fixture(scope="module")
def door(home: Settings) -> Iterator[Door]:
    opened = open_door(home, Kept()).asked_by(Asker("reader of neighbourhoods", "researcher"))
    # Every profile here is asked anew; which of them come too near to another is a test of its own.
    yield dataclasses.replace(opened, gate=dataclasses.replace(opened.gate, ledger=NoLedger()))
    opened.store.close()


@pytest.fixture(scope="module")
def profiles(door: Door) -> list[Profile]:
    """Profiles of every size out of what donors have, and a common one that is sure to have a neighbourhood."""
    rng = random.Random(4)
    numbers, ends = door.snapshot.observed_terms, door.snapshot.observed_indptr
    found = []
    for row in rng.sample(range(door.snapshot.donors), 25):
        terms = [from_number(int(one)) for one in numbers[ends[row] : ends[row + 1]]]
        if terms:
            found.append(Profile(tuple(sorted(terms)[:40])))
    return [common(door), *found]


def common(door: Door) -> Profile:
    """The twelve most frequent findings of the most frequent condition."""
    snapshot = door.snapshot
    most = int(np.bincount(snapshot.condition_indices).argmax())
    donors, terms = narrowest_findings(described_snapshot(snapshot, door.ontology), door.ontology)
    owners = np.repeat(np.arange(snapshot.donors), np.diff(snapshot.condition_indptr))[
        snapshot.condition_indices == most
    ]
    counts = np.bincount(terms[np.isin(donors, owners)], minlength=len(door.ontology.numbers))
    chosen = [from_number(int(one)) for one in door.ontology.numbers[np.argsort(-counts)[:12]]]
    return Profile(Profile(tuple(sorted(chosen))).narrowest(door.ontology))


def test_people_with_a_common_profile_are_found(door: Door) -> None:
    found = similar.neighbourhood(door, common(door)).value
    assert found.size is not None
    assert found.closeness >= found.chance.threshold
    assert found.conditions


def test_a_profile_of_findings_that_nobody_has_together_gets_nobody_yet(door: Door) -> None:
    rng = random.Random(1)
    phenotypes = [
        term for term in map(from_number, map(int, door.ontology.numbers)) if door.ontology.is_phenotype(term)
    ]
    for _ in range(20):
        found = similar.neighbourhood(door, Profile(tuple(sorted(rng.sample(phenotypes, 7))))).value
        assert found.size is None
        assert found.closeness < found.chance.threshold
        assert (found.parts, found.conditions, found.shared) == ((), (), 0.0)


def test_no_number_below_ten_is_told(door: Door, profiles: list[Profile]) -> None:
    for one in profiles[:12]:
        answers: list[Any] = [
            similar.neighbourhood(door, one).value,
            similar.findings(door, one).value,
            similar.placement(door, one).value,
            similar.changes(door, one).value,
            similar.compare(door, one, profiles[0]).value,
        ]
        assert all(n >= 10 for answer in answers for n in told(answer))


def told(value: Any) -> list[int]:
    """Every whole number in a released value but those about chance, which counts no donors."""
    if isinstance(value, bool) or value is None or isinstance(value, str | float | Share):
        return []
    if isinstance(value, int):
        return [value]
    if isinstance(value, tuple):
        if len(value) == 3 and isinstance(value[2], Share):  # an area of the map and the donors in it
            return told(value[1])
        return [n for one in value for n in told(one)]
    skipped = {"chance", "home", "compared"}
    fields = (field.name for field in dataclasses.fields(value) if field.name not in skipped)
    return [n for name in fields for n in told(getattr(value, name))]


def test_the_same_profile_in_other_words_gets_the_same_answer(door: Door, profiles: list[Profile]) -> None:
    rng = random.Random(2)
    for one in profiles[:8]:
        observed = list(one.observed)
        padded = [*observed, *(parent for term in observed for parent in phenotype_parents(door, term))]
        rng.shuffle(padded)
        again = similar.profile(door, padded, [])
        for question in (similar.neighbourhood, similar.findings, similar.placement):
            assert question(door, one) == question(door, again)


def phenotype_parents(door: Door, term: TermId) -> list[TermId]:
    return [one for one in door.ontology.parents(term) if door.ontology.is_phenotype(one)]


def test_what_is_ruled_out_changes_no_number(door: Door, profiles: list[Profile]) -> None:
    for one in profiles[:5]:
        implied = {broader for term in one.observed for broader in door.ontology.ancestors(term)}
        with_more = dataclasses.replace(
            one, excluded=() if TermId("HP:0001251") in implied else (TermId("HP:0001251"),)
        )
        assert similar.neighbourhood(door, one) == similar.neighbourhood(door, with_more)


def test_parts_add_up_to_what_is_shared(door: Door, profiles: list[Profile]) -> None:
    answers = [similar.neighbourhood(door, one).value for one in profiles]
    assert any(found.size is not None for found in answers)
    for found in answers:
        assert sum(part.part or 0 for part in found.parts) == found.shared
        if found.size is not None:
            assert sum(part.weight for part in found.parts) == pytest.approx(100, abs=2)


def test_a_neighbourhood_can_be_drawn_from_a_cohort(door: Door) -> None:
    profile = common(door)
    women = similar.neighbourhood(door, profile, Query((InSex("female"),))).value
    everyone = similar.neighbourhood(door, profile).value
    assert women.everyone is not None
    assert everyone.everyone is not None
    assert women.everyone < everyone.everyone
    assert women.chance.threshold == everyone.chance.threshold


def test_every_profile_asked_about_stands_in_the_ledger(door: Door) -> None:
    written: list[LedgerEntry] = []

    class Ledger(NoLedger):
        def record(self, entry: LedgerEntry) -> Verdict:
            written.append(entry)
            return Verdict()

    watched = dataclasses.replace(door, gate=dataclasses.replace(door.gate, ledger=Ledger()))
    profile, women = common(door), Query((InSex("female"),))
    answer = similar.neighbourhood(watched, profile, women)
    assert written[-1].cohort == answer.question
    assert json.loads(answer.question)["all"] == [{"sex": "female"}]
    for question in (similar.findings, similar.placement, similar.changes):
        before = len(written)
        question(watched, profile)
        assert len(written) > before
    pair = similar.compare(watched, profile, similar.profile(door, ["HP:0001250"], []))
    assert written[-1].cohort == pair.question


def test_findings_of_the_neighbourhood_are_set_against_everyone(door: Door) -> None:
    found = similar.findings(door, common(door)).value
    assert found.cohort is not None
    assert found.rows
    assert len(similar.findings(door, common(door), everything=True).value.rows) > len(found.rows)


def test_two_profiles_that_are_the_same_have_all_in_common(door: Door) -> None:
    one = common(door)
    found = similar.compare(door, one, one).value
    assert found.first == found.second == found.both
    assert not found.rows
    side = similar.two_profiles(door, one, one)
    assert side.of_first == side.of_second == pytest.approx(100, abs=1)
    assert (side.only_first, side.only_second, side.opposed) == ((), (), ())


def test_two_profiles_side_by_side_share_what_adds_up(door: Door) -> None:
    first = similar.profile(door, ["HP:0001250", "HP:0001263", "HP:0001166"], [])
    second = similar.profile(door, ["HP:0002069", "HP:0001263", "HP:0000365"], ["HP:0001166"])
    side = similar.two_profiles(door, first, second)
    assert side.of_first == pytest.approx(sum(row.of_first for row in side.shared), abs=0.051)
    assert side.of_second == pytest.approx(sum(row.of_second for row in side.shared), abs=0.051)
    assert {row.term for row in side.shared if row.exact} == {"HP:0001263"}
    assert "HP:0001250" in {row.term for row in side.shared}
    assert side.opposed == (("HP:0001166", "Arachnodactyly"),)
    assert ("HP:0001166", "Arachnodactyly") in side.only_first


def test_what_would_change_the_answer_names_more_narrower_and_broader(door: Door) -> None:
    found = similar.changes(door, similar.profile(door, ["HP:0001250", "HP:0001161"], [])).value
    assert found.changes[0].kind == "add"
    assert "two findings" in found.changes[0].words
    for change in found.changes[1:]:
        assert change.label in change.words
        if change.kind == "broader":
            assert change.term is not None
            assert change.replacement in door.ontology.ancestors(change.term)
            assert (change.replacement_count or 0) >= 2 * (change.count or 5)


def test_a_profile_that_says_nothing_is_told_so(door: Door) -> None:
    found = similar.changes(door, similar.profile(door, ["HP:0000118"], [])).value
    assert found.areas == ()
    assert "says nothing yet" in found.changes[0].words


def test_the_place_of_a_profile_is_one_of_the_areas_told(door: Door, profiles: list[Profile]) -> None:
    for one in profiles[:10]:
        placed = similar.placement(door, one).value
        assert placed.home is None or placed.home in {area for area, *_ in placed.areas}
        assert bool(placed.areas) == (placed.spread != "")


def test_a_place_is_the_mean_of_the_nearest(door: Door) -> None:
    scores = door.population.scores(common(door).observed)
    rows, best = nearest_on_map(scores, 0.0, door.snapshot)
    assert len(rows) == 30
    assert list(best) == sorted(scores[door.snapshot.cell >= 0], reverse=True)[:30]
    where = place(rows, best, door.snapshot.positions)
    assert (where.x, where.y) == pytest.approx(
        np.average(door.snapshot.positions[rows], axis=0, weights=best), abs=1e-3
    )


def test_a_profile_without_findings_is_not_asked(door: Door) -> None:
    with pytest.raises(InvalidQuery, match="no finding"):
        similar.neighbourhood(door, Profile((), (TermId("HP:0001250"),)))
    with pytest.raises(InvalidTerm):
        similar.neighbourhood(door, Profile((TermId("HP:9999999"),)))


def test_a_cohort_never_names_a_profile(door: Door) -> None:
    with pytest.raises(InvalidQuery, match="unknown key"):
        parse({"all": [{"close_to": {"terms": ["HP:0001250"], "least": 10}}]}, door.ontology)


def test_the_profile_is_not_kept_in_the_cache(home: Settings) -> None:
    cache = Kept()
    door = open_door(home, cache).asked_by(Asker("reader of caches", "researcher"))
    try:
        profile = common(door)
        similar.neighbourhood(door, profile)
        similar.findings(door, profile)
        similar.placement(door, profile)
        similar.compare(door, profile, profile)
        similar.changes(door, profile)
        similar.two_profiles(door, profile, profile)
    finally:
        door.store.close()
    assert cache.kept
    assert not any(b"profiles" in value or b"close_to" in value for value in cache.kept.values())


def test_a_phenopacket_becomes_a_profile_and_nothing_of_it_is_stored(door: Door) -> None:
    before = door.store.count(), list(door.store.imports())
    profile, left_out = similar.read_phenopacket(door, json.dumps(PACKET).encode())
    assert profile == Profile((TermId("HP:0001250"), TermId("HP:0001263")), (TermId("HP:0001166"),))
    assert any("1 finding is not in the HPO release" in one for one in left_out)
    assert any("Conditions in the file are not used" in one for one in left_out)
    assert (door.store.count(), list(door.store.imports())) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"not json", "not valid JSON"),
        (b"[]", "not one JSON object"),
        (b"{}", "no phenopacket"),
        (b" " * 2_000_001, "larger than 2 MB"),
        (json.dumps({**PACKET, "subject": {"id": "x", "dateOfBirth": "2001-02-03"}}).encode(), "holds"),
        (json.dumps({**PACKET, "phenotypicFeatures": []}).encode(), "no finding that is present"),
        (json.dumps({**PACKET, "phenotypicFeatures": [], "diseases": []}).encode(), "can be compared"),
        (json.dumps({"proband": PACKET}).encode(), "several people"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_plain_words(door: Door, content: bytes, said: str) -> None:
    with pytest.raises(RefusedFile, match=said) as refused:
        similar.read_phenopacket(door, content)
    assert "2001" not in str(refused.value)
    assert refused.value.do
    assert not {"store", "stored", "import"} & set(re.findall(r"\w+", str(refused.value)))


def test_a_finding_both_present_and_ruled_out_is_taken_as_present(door: Door) -> None:
    features = [
        {"type": {"id": "HP:0002069", "label": "a"}},
        {"type": {"id": "HP:0001250", "label": "b"}, "excluded": True},
    ]
    profile, left_out = similar.read_phenopacket(door, json.dumps({**PACKET, "phenotypicFeatures": features}).encode())
    assert profile == Profile((TermId("HP:0002069"),))
    assert any("taken as present" in one for one in left_out)


def test_of_a_long_file_the_findings_that_are_ruled_out_stay_behind_first(door: Door) -> None:
    terms = [TermId(one) for one in ("HP:0002069", "HP:0001166")]
    implied = {broader for term in terms for broader in door.ontology.ancestors(term)}
    others = sorted(door.usual - implied)[:80]
    features = [{"type": {"id": one, "label": "a"}} for one in terms]
    features += [{"type": {"id": one, "label": "b"}, "excluded": True} for one in others]
    profile, left_out = similar.read_phenopacket(door, json.dumps({**PACKET, "phenotypicFeatures": features}).encode())
    assert set(profile.observed) == set(terms)
    assert len(profile.observed) + len(profile.excluded) == MOST_FINDINGS
    assert any("beyond the 60" in one for one in left_out)


def test_the_command_line_answers_as_promised(
    home: Settings, door: Door, capsys: pytest.CaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(home.home))
    monkeypatch.setenv("WORKBENCH_STORE_URL", home.store_url)
    profile = common(door)
    assert main(["neighbourhood", "--observed", ",".join(profile.observed), "--excluded", "HP:0001166", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert {"size", "withheld", "conditions", "shared_terms", "chance", "snapshot"} <= data.keys()
    assert data["size"] == similar.neighbourhood(door, profile).value.size
    assert not data["withheld"]
    assert main(["neighbourhood", "--observed", "HP:0000662,HP:0000829,HP:0001161,HP:0000365"]) == 0
    assert "Nobody is close enough yet" in capsys.readouterr().out
    assert main(["neighbourhood", "--observed", "HP:9999999"]) == 1


def test_a_snapshot_from_before_is_refused_and_says_to_build_a_new_one(home: Settings, tmp_path: Path) -> None:
    shutil.copytree(home.snapshots, tmp_path / "snapshots")
    for file in (tmp_path / "snapshots").glob("*/chance_*.npy"):
        file.unlink()
    with pytest.raises(SnapshotError, match="Build a new one"):
        open_snapshot(tmp_path / "snapshots")


def test_scores_of_a_profile_are_found_once_for_all_questions_of_a_page(door: Door) -> None:
    terms = common(door).observed
    first = door.population.scores(terms)
    assert door.population.scores(terms) is first
    assert not first.flags.writeable
    for number in range(40):
        door.population.scores((from_number(int(door.snapshot.observed_terms[number])),))
    assert np.array_equal(door.population.scores(terms), first)
