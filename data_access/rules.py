"""What a row must fulfil to be stored, the same for every store.

The importers check files; these rules are the second net under them. A message names the field and never
holds its value.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from data_access.questions import Alert, Question
from data_access.records import (
    AGE_BANDS,
    CONDITION_STATUSES,
    FINDING_STATES,
    GIVERS,
    SEXES,
    Condition,
    Consent,
    Donor,
    Finding,
    ImportRecord,
    SavedCohort,
)
from data_access.store import CRITERION_FIELDS, Criterion
from data_access.studies import STUDY_STATES, Study
from workbench.errors import ChangedMeanwhile, StoreError

_PSEUDONYM = re.compile(r"[0-9a-f]{32}")
_TERM = re.compile(r"HP:[0-9]{7}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_SUPPRESSED = re.compile(r"[0-9a-f]{64}")
_LARGEST = 2**31 - 1


def is_pseudonym(text: str) -> bool:
    """True for 32 lower-case hexadecimal digits."""
    return _PSEUDONYM.fullmatch(text) is not None


def is_storable(text: str) -> bool:
    """True where every database can hold the text: no NUL and no half of a surrogate pair."""
    return (text.isascii() and "\x00" not in text) or _UNSTORABLE.search(text) is None


def _require(holds: bool, field: str, rule: str) -> None:
    """Raises where a rule does not hold."""
    if not holds:
        raise StoreError(f"The store takes only {rule} here.", do="Correct the row and try again.", where=field)


def _check_texts(record: str, texts: Iterable[tuple[str, str | None]]) -> None:
    """Raises where a text cannot be held by every database."""
    for field, text in texts:
        if text is not None and not is_storable(text):
            _require(False, f"{record}.{field}", "text without NUL characters and broken surrogates")


def _check_finding(finding: Finding) -> None:
    _require(_TERM.fullmatch(finding.term) is not None, "finding.term", "HPO ids like HP:0001250")
    _require(finding.state in FINDING_STATES, "finding.state", " / ".join(FINDING_STATES))
    texts = (
        ("onset", finding.onset),
        ("severity", finding.severity),
        ("source", finding.source),
        ("words", finding.words),
    )
    _check_texts("finding", texts)


def _check_condition(condition: Condition) -> None:
    _require(bool(condition.id), "condition.id", "an OMIM, ORPHA or MONDO id")
    _require(condition.status in CONDITION_STATUSES, "condition.status", " / ".join(CONDITION_STATUSES))
    _check_texts("condition", (("id", condition.id), ("name", condition.name)))


def _check_consent(consent: Consent) -> None:
    _require(bool(consent.purpose), "consent.purpose", "a named purpose")
    _require(consent.given_by in GIVERS, "consent.given_by", " / ".join(GIVERS))
    _require(consent.age_then in (None, *AGE_BANDS), "consent.age_then", " / ".join(AGE_BANDS))
    in_order = consent.withdrawn_on is None or consent.given_on <= consent.withdrawn_on
    _require(in_order, "consent.withdrawn_on", "a day on or after the day of the consent")
    in_order = consent.frozen_on is None or consent.given_on <= consent.frozen_on
    _require(in_order, "consent.frozen_on", "a day on or after the day of the consent")
    _check_texts("consent", (("purpose", consent.purpose), ("version", consent.version)))


def check_donor(donor: Donor) -> None:
    """Accepts a donor that may be stored.

    Raises:
        StoreError: A field breaks a rule; the message names the field and the rule.
    """
    _require(is_pseudonym(donor.id), "donor.id", "pseudonyms of 32 hexadecimal digits")
    _require(bool(donor.source), "donor.source", "a named source")
    _check_texts("donor", (("source", donor.source),))
    _require(donor.sex in (None, *SEXES), "donor.sex", " / ".join(SEXES))
    _require(donor.age_band in (None, *AGE_BANDS), "donor.age_band", " / ".join(AGE_BANDS))
    country_fits = donor.country is None or _COUNTRY.fullmatch(donor.country) is not None
    _require(country_fits, "donor.country", "ISO 3166-1 alpha-2 codes")
    region_fits = donor.region is None or _REGION.fullmatch(donor.region) is not None
    _require(region_fits, "donor.region", "ISO 3166-2 codes")
    for finding in donor.findings:
        _check_finding(finding)
    for condition in donor.conditions:
        _check_condition(condition)
    check_consents(donor.consents)


def check_consents(consents: Iterable[Consent]) -> None:
    """Accepts consents that may be stored.

    Raises:
        StoreError: A field breaks a rule; the message names the field and the rule.
    """
    for consent in consents:
        _check_consent(consent)


def check_moment(moment: dt.datetime, field: str) -> None:
    """Accepts a moment that says its time zone.

    Raises:
        StoreError: It does not.
    """
    _require(moment.utcoffset() is not None, field, "moments with a time zone (UTC)")


def check_import(record: ImportRecord) -> None:
    """Accepts an import record that may be kept.

    Raises:
        StoreError: A field breaks a rule; the message names the field and the rule.
    """
    _require(bool(record.id), "import.id", "a random id")
    check_moment(record.at, "import.at")
    names = [name for name, _ in (*record.reasons, *record.dropped)]
    _check_texts("import", (("id", record.id), ("source", record.source), *(("names", name) for name in names)))
    numbers = (
        record.read,
        record.stored,
        record.updated,
        record.unchanged,
        record.refused,
        record.terms_kept,
        record.terms_replaced,
        record.terms_unknown,
    )
    _require(all(0 <= number <= _LARGEST for number in numbers), "import", "counts from zero up")


def check_cohort(cohort: SavedCohort) -> None:
    """Accepts a cohort that may be saved; its version does not matter.

    Raises:
        StoreError: A field breaks a rule; the message names the field and the rule.
    """
    _require(bool(cohort.id), "cohort.id", "a random id")
    _require(bool(cohort.owner), "cohort.owner", "a named owner")
    check_moment(cohort.saved_at, "cohort.saved_at")
    fields = ("id", "name", "note", "definition", "owner", "snapshot")
    _check_texts("cohort", ((field, getattr(cohort, field)) for field in fields))


def check_fact(name: str, value: str) -> None:
    """Accepts a fact about the store.

    Raises:
        StoreError: The name is empty, or a text cannot be held by every database.
    """
    _require(bool(name), "fact.name", "a name")
    _check_texts("fact", (("name", name), ("value", value)))


def check_criterion(criterion: Criterion) -> None:
    """Accepts a criterion that can be counted.

    Raises:
        StoreError: The field is none that the store knows.
    """
    _require(criterion.field in CRITERION_FIELDS, "criterion.field", " / ".join(CRITERION_FIELDS))


def check_batch(batch: int) -> None:
    """Accepts the size of a batch.

    Raises:
        StoreError: It is below one.
    """
    _require(batch >= 1, "batch", "sizes from one up")


def check_event(actor: str, action: str, subject: str) -> None:
    """Accepts what may be written to the audit log.

    Raises:
        StoreError: The actor or the action is empty, or a text cannot be held by every database.
    """
    _require(bool(actor), "audit.actor", "a named actor")
    _require(bool(action), "audit.action", "a named action")
    _check_texts("audit", (("actor", actor), ("action", action), ("subject", subject)))


def check_question(question: Question) -> None:
    """Accepts a question that may be recorded; its number does not matter.

    Raises:
        StoreError: A field breaks a rule; the message names the field and the rule.
    """
    _require(bool(question.asker), "question.asker", "a named asker")
    check_moment(question.at, "question.at")
    fields = ("asker", "study", "snapshot", "tier", "query")
    _check_texts("question", ((field, getattr(question, field)) for field in fields))


def check_alert(alert: Alert) -> None:
    """Accepts an alert that may be kept.

    Raises:
        StoreError: A field breaks a rule; the message names the field and the rule.
    """
    _require(bool(alert.id), "alert.id", "a random id")
    check_moment(alert.at, "alert.at")
    fields = ("id", "kind", "asker", "study", "snapshot", "core", "seen_by")
    _check_texts("alert", ((field, getattr(alert, field)) for field in fields))


def check_study(study: Study) -> None:
    """Accepts a study that may be kept.

    Raises:
        StoreError: A field breaks a rule; the message names the field and the rule.
    """
    _require(bool(study.id), "study.id", "a named study")
    _require(study.state in STUDY_STATES, "study.state", " / ".join(STUDY_STATES))
    fields = ("id", "title", "lay_purpose", "ethics_reference", "ethics_document", "lead", "decided_by")
    _check_texts("study", ((field, getattr(study, field)) for field in fields))
    _check_texts("study", (("lists", text) for text in (*study.duo, *study.members)))


def check_key(key_id: str, standing: str | None) -> None:
    """Accepts the key that the store's pseudonyms are made with.

    Raises:
        StoreError: It is another one.
    """
    if key_id != standing:
        raise StoreError(
            "The key of this store was changed meanwhile.",
            do="Run the command again: it goes on with the new key, and nobody is stored twice.",
        )


def check_standing(is_as_read: bool) -> None:
    """Lets those pass who write over what they read.

    Raises:
        ChangedMeanwhile: Something else stands there by now.
    """
    if not is_as_read:
        raise ChangedMeanwhile("Somebody changed this donor meanwhile.", do="Try again.")


def check_suppressed(hashes: Iterable[str]) -> None:
    """Accepts hashes for the suppression list.

    Raises:
        StoreError: One is not 64 lower-case hexadecimal digits.
    """
    for content in hashes:
        _require(_SUPPRESSED.fullmatch(content) is not None, "suppressed.hash", "hashes of 64 hexadecimal digits")
