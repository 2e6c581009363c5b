"""Studies in the store's database."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import Engine, Row, delete, insert, select

from data_access.connections import reading, writing
from data_access.rules import check_study, is_storable
from data_access.schema import studies
from data_access.studies import Study


class SqlStudyBook:
    """See `StudyBook`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, study: Study) -> None:
        """See `StudyBook.put`."""
        check_study(study)
        row = asdict(study) | {"duo": json.dumps(study.duo), "members": json.dumps(study.members)}
        with writing(self._engine) as connection:
            connection.execute(delete(studies).where(studies.c.id == study.id))
            connection.execute(insert(studies), row)

    def get(self, study_id: str) -> Study | None:
        """See `StudyBook.get`."""
        if not is_storable(study_id):
            return None
        with reading(self._engine) as connection:
            row = connection.execute(select(studies).where(studies.c.id == study_id)).first()
        return None if row is None else _study(row)

    def all(self) -> list[Study]:
        """See `StudyBook.all`."""
        with reading(self._engine) as connection:
            return [_study(row) for row in connection.execute(select(studies).order_by(studies.c.id))]


def _study(row: Row[Any]) -> Study:
    values = row._asdict()
    lists = {name: tuple(json.loads(values[name])) for name in ("duo", "members")}
    return Study(**{**values, **lists})
