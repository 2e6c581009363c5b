"""The store in a database: SQLite or PostgreSQL."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, not_, select, update

from data_access import schema
from data_access.connections import (
    Left,
    forget_deleted,
    forget_erased,
    make_engine,
    reading,
    refresh_statistics,
    store_address,
    writing,
)
from data_access.criteria import any_of, consenting, fitting, is_of_demo
from data_access.records import Consent, Donor, ImportRecord, SavedCohort
from data_access.rows import consent_rows, digest, import_record, import_row
from data_access.rules import (
    check_batch,
    check_cohort,
    check_consents,
    check_criterion,
    check_donor,
    check_fact,
    check_import,
    check_key,
    check_standing,
    check_suppressed,
    is_pseudonym,
    is_storable,
)
from data_access.sql_audit import SqlAuditLog, append_event
from data_access.sql_donors import delete_donors, insert_donors, is_as_read, put_part, whole_donors
from data_access.sql_questions import SqlQuestionLog
from data_access.sql_studies import SqlStudyBook
from data_access.store import KEY_FACT, Criterion, Outcome
from workbench.errors import StoreError

# Donors written in one go: large enough to be fast, small enough that their rows take a few megabytes.
_WRITTEN_TOGETHER = 500


class SqlStore:
    """Donors, imports and saved cohorts in a database whose tables are there already (see `open_store`).

    Args:
        url: SQLAlchemy URL of a SQLite file or a PostgreSQL database.
    """

    def __init__(self, url: str) -> None:
        self.engine: Engine = make_engine(store_address(url))
        self.audit = SqlAuditLog(self.engine)
        self.questions = SqlQuestionLog(self.engine)
        self.studies = SqlStudyBook(self.engine)

    def put(
        self,
        donors: Sequence[Donor],
        *,
        key_id: str | None = None,
        standing: Sequence[Donor | None] | None = None,
    ) -> list[Outcome]:
        """See `Store.put`."""
        for donor in donors:
            check_donor(donor)
        outcomes: list[Outcome] = []
        with writing(self.engine) as connection:
            if key_id is not None:
                check_key(key_id, _fact(connection, KEY_FACT))
            if standing is not None:
                check_standing(is_as_read(connection, donors, standing))
            for first in range(0, len(donors), _WRITTEN_TOGETHER):
                outcomes += put_part(connection, donors[first : first + _WRITTEN_TOGETHER])
            if len(donors) - outcomes.count("unchanged") >= _WRITTEN_TOGETHER:
                refresh_statistics(connection)
        return outcomes

    def get(self, donor_id: str) -> Donor | None:
        """See `Store.get`."""
        if not is_pseudonym(donor_id):
            return None
        with reading(self.engine) as connection:
            found = whole_donors(connection, select(schema.donors).where(schema.donors.c.id == donor_id))
        return found[0] if found else None

    def erase(self, donor_id: str) -> bool:
        """See `Store.erase`. On SQLite its bytes leave the file too, which costs a rewriting."""
        if not is_pseudonym(donor_id):
            return False
        with writing(self.engine) as connection:
            # Findings, conditions and consents go with their donor (ON DELETE CASCADE).
            gone = connection.execute(delete(schema.donors).where(schema.donors.c.id == donor_id)).rowcount > 0
        if gone:
            forget_deleted(self.engine)
        return gone

    def forget_erased(self) -> Left:
        """See `Store.forget_erased`."""
        return forget_erased(self.engine)

    def set_consents(self, donor_id: str, consents: Sequence[Consent]) -> bool:
        """See `Store.set_consents`."""
        check_consents(consents)
        if not is_pseudonym(donor_id):
            return False
        with writing(self.engine) as connection:
            found = whole_donors(connection, select(schema.donors).where(schema.donors.c.id == donor_id))
            if not found:
                return False
            changed = replace(found[0], consents=tuple(consents))
            content = {"digest": digest(changed)}
            connection.execute(update(schema.donors).where(schema.donors.c.id == donor_id).values(content))
            connection.execute(delete(schema.consents).where(schema.consents.c.donor_id == donor_id))
            if changed.consents:
                connection.execute(insert(schema.consents), consent_rows(changed))
        return True

    def suppress(self, hashes: Collection[str]) -> int:
        """See `Store.suppress`."""
        check_suppressed(hashes)
        with writing(self.engine) as connection:
            new = sorted(set(hashes) - _suppressed(connection, hashes))
            if new:
                connection.execute(insert(schema.suppressed), [{"hash": content} for content in new])
        return len(new)

    def suppressed(self, hashes: Collection[str]) -> set[str]:
        """See `Store.suppressed`."""
        with reading(self.engine) as connection:
            return _suppressed(connection, hashes)

    def is_suppressed(self, suppressed_hash: str) -> bool:
        """See `Store.is_suppressed`."""
        return bool(self.suppressed([suppressed_hash]))

    def rekey(
        self,
        before: str,
        after: str,
        rename: Callable[[str], str],
        *,
        actor: str,
        step: Callable[[int, int], None] = lambda done, of: None,
    ) -> int:
        """See `Store.rekey`."""
        with writing(self.engine) as connection:
            check_key(before, _fact(connection, KEY_FACT))
            keyed = select(schema.donors.c.id).where(not_(is_of_demo())).order_by(schema.donors.c.id)
            names = connection.execute(keyed).scalars().all()
            for first in range(0, len(names), _WRITTEN_TOGETHER):
                _rename_part(connection, names[first : first + _WRITTEN_TOGETHER], rename)
                step(min(first + _WRITTEN_TOGETHER, len(names)), len(names))
            connection.execute(update(schema.meta).where(schema.meta.c.name == KEY_FACT).values(value=after))
            append_event(connection, actor, "key_rotated", after, {"before": before})
            if len(names) >= _WRITTEN_TOGETHER:
                refresh_statistics(connection)
        return len(names)

    def donors(self, *, purpose: str | None = None, batch: int = 1000) -> Iterator[Donor]:
        """See `Store.donors`. All batches come from the state of the store at the first one."""
        check_batch(batch)
        table = schema.donors
        wanted = select(table).order_by(table.c.id).limit(batch)
        if purpose is not None:
            wanted = wanted.where(consenting(purpose))
        with reading(self.engine) as connection:
            page = whole_donors(connection, wanted)
            while page:
                yield from page
                page = whole_donors(connection, wanted.where(table.c.id > page[-1].id))

    def count(self, *, purpose: str | None = None, synthetic: bool | None = None) -> int:
        """See `Store.count`."""
        conditions = [] if synthetic is None else [schema.donors.c.synthetic.is_(synthetic)]
        return self._count(conditions, purpose)

    def count_matching(self, criteria: Iterable[Criterion], *, purpose: str | None = None) -> int:
        """See `Store.count_matching`."""
        wanted = list(criteria)
        for criterion in wanted:
            check_criterion(criterion)
        return self._count([fitting(criterion, self.engine.dialect.name) for criterion in wanted], purpose)

    def _count(self, conditions: Sequence[ColumnElement[bool]], purpose: str | None) -> int:
        if purpose is not None:
            conditions = [*conditions, consenting(purpose)]
        with reading(self.engine) as connection:
            counted = select(func.count()).select_from(schema.donors).where(*conditions)
            return connection.execute(counted).scalar_one()

    def add_import(self, record: ImportRecord, *, actor: str | None = None) -> None:
        """See `Store.add_import`."""
        check_import(record)
        table = schema.imports
        with writing(self.engine) as connection:
            if connection.execute(select(table.c.id).where(table.c.id == record.id)).first():
                raise StoreError("An import with this id is kept already.", do="Give every import its own id.")
            connection.execute(insert(table), import_row(record))
            if actor is not None:
                append_event(connection, actor, "import", record.source, {"import": record.id})

    def imports(self) -> list[ImportRecord]:
        """See `Store.imports`."""
        table = schema.imports
        with reading(self.engine) as connection:
            rows = connection.execute(select(table).order_by(table.c.at.desc(), table.c.id.desc())).mappings()
            return [import_record(row) for row in rows]

    def save_cohort(self, cohort: SavedCohort) -> SavedCohort:
        """See `Store.save_cohort`."""
        check_cohort(cohort)
        table = schema.saved_cohorts
        with writing(self.engine) as connection:
            last = connection.execute(
                select(table.c.version, table.c.owner)
                .where(table.c.id == cohort.id)
                .order_by(table.c.version.desc())
                .limit(1)
            ).first()
            if last is not None and last.owner != cohort.owner:
                raise StoreError("This cohort belongs to somebody else.", do="Save it as a cohort of your own.")
            version = 1 if last is None else last.version + 1
            saved = replace(cohort, version=version, saved_at=cohort.saved_at.astimezone(dt.UTC))
            connection.execute(insert(table), asdict(saved))
        return saved

    def cohorts(self, *, owner: str) -> list[SavedCohort]:
        """See `Store.cohorts`."""
        table, other = schema.saved_cohorts, schema.saved_cohorts.alias()
        newest = select(func.max(other.c.version)).where(other.c.id == table.c.id).scalar_subquery()
        return self._saved(owner, table.c.version == newest)

    def cohort_versions(self, cohort_id: str, *, owner: str) -> list[SavedCohort]:
        """See `Store.cohort_versions`."""
        if not is_storable(cohort_id):
            return []
        versions = self._saved(owner, schema.saved_cohorts.c.id == cohort_id)
        return sorted(versions, key=lambda cohort: cohort.version, reverse=True)

    def _saved(self, owner: str, *conditions: ColumnElement[bool]) -> list[SavedCohort]:
        if not is_storable(owner):
            return []
        table = schema.saved_cohorts
        newest_first = table.c.saved_at.desc(), table.c.id.desc()
        with reading(self.engine) as connection:
            rows = connection.execute(
                select(table).where(table.c.owner == owner, *conditions).order_by(*newest_first)
            ).mappings()
            return [SavedCohort(**row) for row in rows]

    def fact(self, name: str) -> str | None:
        """See `Store.fact`."""
        if not is_storable(name):
            return None
        with reading(self.engine) as connection:
            return _fact(connection, name)

    def keep_fact(self, name: str, value: str) -> str:
        """See `Store.keep_fact`."""
        check_fact(name, value)
        with writing(self.engine) as connection:
            standing = _fact(connection, name)
            if standing is None:
                connection.execute(insert(schema.meta), {"name": name, "value": value})
            return value if standing is None else standing

    def close(self) -> None:
        """See `Store.close`."""
        self.engine.dispose()


def _fact(connection: Connection, name: str) -> str | None:
    """The value of a fact about the store, or None."""
    return connection.execute(select(schema.meta.c.value).where(schema.meta.c.name == name)).scalar()


def _suppressed(connection: Connection, hashes: Collection[str]) -> set[str]:
    """Those of the hashes that are on the suppression list."""
    column = schema.suppressed.c.hash
    return set(
        connection.execute(select(column).where(any_of(column, list(hashes), connection.dialect.name))).scalars()
    )


def _rename_part(connection: Connection, names: Sequence[str], rename: Callable[[str], str]) -> None:
    """Writes the donors anew under their new names, and removes the old rows."""
    named = any_of(schema.donors.c.id, names, connection.dialect.name)
    donors = whole_donors(connection, select(schema.donors).where(named).order_by(schema.donors.c.id))
    renamed = [replace(donor, id=rename(donor.id)) for donor in donors]
    delete_donors(connection, list(names))
    insert_donors(connection, renamed, {donor.id: digest(donor) for donor in renamed})
