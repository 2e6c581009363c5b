"""Synthetic donors: what they are like, and where they may be put."""

from __future__ import annotations

import re
from collections import Counter
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data_access.memory_store import MemoryStore
from data_access.opening import open_store
from data_access.records import Donor, age_band
from data_access.rules import check_donor
from data_access.store import Store
from ontology.disease_areas import AREAS, area_of
from tests.integration.import_inputs import packet, real_release, run, write
from workbench.errors import Cancelled, StoreError
from workbench.ingest.demo import UNDIAGNOSED, fill_with_demo, synthetic_donors
from workbench.ingest.demo_catalogue import Catalogue, Profile
from workbench.ingest.demo_conditions import AREA_SHARES, UNRELATED
from workbench.ingest.demo_findings import EXCLUDED, IMPRECISE, REPORTED, Reporting
from workbench.ingest.demo_places import COUNTRIES, REGIONS

DUCHENNE, RETT, PHENYLKETONURIA = "OMIM:310200", "OMIM:312750", "OMIM:261600"
_N = 5_000


@pytest.fixture(scope="module")
def donors() -> list[Donor]:
    ontology, annotations = real_release()
    return list(synthetic_donors(_N, 7, annotations, ontology))


def _with(donors: list[Donor], condition: str) -> list[Donor]:
    return [donor for donor in donors if any(one.id == condition for one in donor.conditions)]


def _is_near(count: int, n: int, share: float, sigmas: float = 4.0) -> bool:
    """True where a count is within sampling error of a share."""
    return abs(count - n * share) <= sigmas * sqrt(n * share * (1 - share)) + 1


def test_donors_are_synthetic_pseudonymous_and_may_be_stored(donors: list[Donor]) -> None:
    for donor in donors:
        check_donor(donor)
    assert all(donor.synthetic and donor.source == "demo" for donor in donors)
    assert len({donor.id for donor in donors}) == _N


def test_a_seed_gives_the_same_donors_however_many_are_asked_for(donors: list[Donor]) -> None:
    ontology, annotations = real_release()
    assert list(synthetic_donors(50, 7, annotations, ontology)) == donors[:50]
    other = list(synthetic_donors(50, 8, annotations, ontology))
    assert not {donor.id for donor in other} & {donor.id for donor in donors}


def test_15_percent_are_undiagnosed_and_have_a_profile(donors: list[Donor]) -> None:
    undiagnosed = [donor for donor in donors if donor.undiagnosed]
    assert _is_near(len(undiagnosed), _N, UNDIAGNOSED)
    assert all(not donor.conditions and donor.findings for donor in undiagnosed)
    assert 0 < sum(not donor.conditions and not donor.undiagnosed for donor in donors) < 0.06 * _N


def test_they_live_in_more_than_50_countries_in_the_shares_of_the_table(donors: list[Donor]) -> None:
    known = [donor for donor in donors if donor.country]
    counts = Counter(donor.country for donor in known)
    total = sum(COUNTRIES.values())
    assert len(counts) > 50
    assert all(_is_near(counts[code], len(known), share / total) for code, share in COUNTRIES.items())
    assert all(donor.region in REGIONS[donor.country or ""] for donor in donors if donor.region)


def test_every_place_is_a_code() -> None:
    assert all(re.fullmatch(r"[A-Z]{2}", code) for code in COUNTRIES)
    assert all(code.startswith(f"{country}-") for country, regions in REGIONS.items() for code in regions)
    assert set(REGIONS) <= set(COUNTRIES)


def test_every_area_of_the_mission_and_many_conditions_are_well_populated(donors: list[Donor]) -> None:
    conditions = Counter(donor.conditions[0].id for donor in donors if donor.conditions)
    areas = Counter(area_of(donor.conditions[0].id, donor.conditions[0].name) for donor in donors if donor.conditions)
    assert all(areas[area.id] >= 100 for area in AREAS)
    assert set(AREA_SHARES) == {area.id for area in AREAS}
    assert 200 <= conditions[DUCHENNE] <= 400
    assert sum(count >= 10 for count in conditions.values()) >= 40
    assert sum(count < 10 for count in conditions.values()) >= 100


def test_leading_conditions_and_unrelated_findings_are_of_this_release() -> None:
    ontology, annotations = real_release()
    for area, share in AREA_SHARES.items():
        for one in share.conditions:
            assert area_of(one.id, annotations.name(one.id)) == area
            assert not one.described_by or one.described_by in annotations
    assert all(ontology.is_phenotype(ontology.require_phenotype(term)) for term, _, _ in UNRELATED)


def test_sexes_are_as_the_conditions_have_them(donors: list[Donor]) -> None:
    for condition, sex in ((DUCHENNE, "male"), (RETT, "female")):
        known = [donor.sex for donor in _with(donors, condition) if donor.sex]
        assert known.count(sex) / len(known) > 0.93
    known = [donor.sex for donor in _with(donors, PHENYLKETONURIA) if donor.sex]
    assert _is_near(known.count("female"), len(known), 0.5)


def test_ages_are_as_the_conditions_have_them(donors: list[Donor]) -> None:
    boys = [donor.age_band for donor in _with(donors, DUCHENNE)]
    assert sum(band in ("0-4", "5-11", "12-17") for band in boys) > 0.5 * len(boys)
    assert not {"40-64", "65+"} & set(boys)
    lungs = [donor.age_band for donor in _with(donors, "OMIM:613490") if donor.age_band]
    assert sum(band in ("18-39", "40-64", "65+") for band in lungs) > 0.9 * len(lungs)


def _drawn(condition: str, times: int) -> tuple[Profile, list[set[str]], list[set[str]]]:
    """The profile of a condition, and the observed and excluded terms of donors drawn from it."""
    ontology, annotations = real_release()
    profile, reporting = Catalogue(annotations).profile(condition), Reporting(ontology)
    sex = "female" if profile.female > 0.5 else "male"
    drawn = [reporting.draw(profile, sex, 3.0, 75.0, np.random.default_rng([1, n])) for n in range(times)]
    observed = [{one.term for one in findings if one.state == "observed"} for findings in drawn]
    excluded = [{one.term for one in findings if one.state == "excluded"} for findings in drawn]
    return profile, observed, excluded


@pytest.mark.parametrize("condition", [DUCHENNE, RETT, PHENYLKETONURIA, "ORPHA:635", "OMIM:154700"])
def test_published_frequencies_are_honoured_within_sampling_error(condition: str) -> None:
    ontology, _ = real_release()
    times = 1000
    profile, observed, excluded = _drawn(condition, times)
    terms = {one.term for one in profile.findings}
    parents = {parent for term in terms for parent in ontology.ancestors(term) if parent != term}
    others = parents | {term for term, _, _ in UNRELATED}
    alone = [one for one in profile.findings if one.term not in others and one.sex is None]
    assert len(alone) >= 10
    for one in alone:
        # A term whose parents say too little to be reported instead is never made imprecise.
        broader = [parent for parent in ontology.parents(one.term) if ontology.is_phenotype(parent)]
        replaceable = any(ontology.depth(parent) >= 2 for parent in broader)
        expected = one.frequency * REPORTED * (1 - IMPRECISE * replaceable)
        assert _is_near(sum(one.term in terms for terms in observed), times, expected)
        assert _is_near(sum(one.term in terms for terms in excluded), times, (1 - one.frequency) * EXCLUDED)


def test_an_excluded_term_is_never_implied_by_an_observed_one(donors: list[Donor]) -> None:
    ontology, _ = real_release()
    for donor in donors[:1000]:
        observed = {one.term for one in donor.findings if one.state == "observed"}
        excluded = {one.term for one in donor.findings if one.state == "excluded"}
        assert not any(excluded & ontology.ancestors(term) for term in observed)


def test_donations_are_as_untidy_as_real_ones(donors: list[Donor]) -> None:
    findings = [finding for donor in donors for finding in donor.findings]
    observed = [finding for finding in findings if finding.state == "observed"]
    assert {finding.state for finding in findings} == {"observed", "excluded", "not_recorded"}
    for share in (
        sum(finding.onset is not None for finding in observed) / len(observed),
        sum(finding.words is not None for finding in observed) / len(observed),
        sum(finding.severity is not None for finding in observed) / len(observed),
        sum(bool({one.term for one in donor.findings} & {term for term, _, _ in UNRELATED}) for donor in donors) / _N,
    ):
        assert 0.1 < share < 0.7
    for missing in ("sex", "age_band", "country"):
        assert 0 < sum(getattr(donor, missing) is None for donor in donors) < 0.1 * _N
    assert all(finding.term for finding in findings)


def test_consent_is_not_always_given_for_everything(donors: list[Donor]) -> None:
    research = sum(donor.consents_to("research") for donor in donors)
    assert _is_near(research, _N, 0.92 * 0.98)
    assert 0 < sum(donor.consents_to("contact") for donor in donors) < research
    given = [consent for donor in donors for consent in donor.consents]
    assert any(not consent.active for consent in given)
    assert all(consent.withdrawn_on is None or consent.withdrawn_on > consent.given_on for consent in given)
    children = [consent for consent in given if consent.age_then == age_band(8)]
    assert {consent.given_by for consent in children} == {"legal_representative"}


def _fill(store: Store, n: int = 30, seed: int = 7, **options: Any) -> int:
    ontology, annotations = real_release()
    return fill_with_demo(store, n, seed, annotations=annotations, ontology=ontology, **options)


def test_a_store_is_filled_once_and_then_left_unchanged(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    assert _fill(store) == 30
    before = list(store.donors())
    assert _fill(store) == 30
    assert _fill(store, 20) == 30
    assert list(store.donors()) == before
    assert store.count(synthetic=True) == 30
    store.close()


def test_a_store_with_real_donors_or_another_seed_is_refused(tmp_path: Path) -> None:
    real, filled = MemoryStore(), MemoryStore()
    run(write(tmp_path / "a.json", packet()), store=real)
    with pytest.raises(StoreError, match="real donors"):
        _fill(real)
    _fill(filled)
    with pytest.raises(StoreError, match="another seed"):
        _fill(filled, seed=8)
    assert (real.count(), filled.count()) == (1, 30)


@pytest.mark.parametrize(("n", "seed"), [(0, 7), (-1, 7), (2_000_000, 7), (10, -1)])
def test_a_number_that_makes_no_sense_is_refused(n: int, seed: int) -> None:
    with pytest.raises(StoreError, match="cannot be made"):
        _fill(MemoryStore(), n, seed)


class _Stops:
    """A progress that stops after the first batch."""

    def stage(self, name: str, total: int | None = None) -> None:
        assert total == 1200

    def advance(self, n: int = 1) -> None:
        assert n == 500

    def check(self) -> None:
        raise Cancelled("Stopped.")


def test_a_filling_that_was_stopped_is_completed_by_the_next() -> None:
    store = MemoryStore()
    with pytest.raises(Cancelled):
        _fill(store, 1200, progress=_Stops())
    assert store.count() == 500
    assert _fill(store, 1200) == 1200
