"""Junk read as cohorts and imported as files. `python -m tests.faults fuzz` reads ten times as much."""

from __future__ import annotations

from pathlib import Path

from tests.faults import fuzz
from tests.integration.import_inputs import small_ontology
from workbench.cohorts.vocabulary import PublishedVocabulary


def test_any_json_is_a_cohort_or_refused_in_words() -> None:
    fuzz.fuzz_cohorts(PublishedVocabulary(small_ontology(), {}), 600)


def test_any_file_is_a_donor_or_refused_in_words(tmp_path: Path) -> None:
    fuzz.fuzz_files(small_ontology(), tmp_path, 600)
