"""A database that is away while a request is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data_access.sql_store import SqlStore
from workbench.errors import StoreError

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize("path", ["/", "/cohorts", "/_dash-dependencies"])
def test_a_store_that_is_away_is_said_in_words_and_its_address_is_not(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def away(*_: object, **__: object) -> int:
        raise StoreError("The store could not do this.", do="Then try again.", where="postgresql://secret-host/store")

    monkeypatch.setattr(SqlStore, "count", away)
    monkeypatch.setattr("workbench.web.opened._KEPT_SECONDS", -1.0)
    answer = client.get(path)
    assert answer.status_code == 503
    assert "The store could not do this. Then try again." in answer.text
    assert "secret-host" not in answer.text
    monkeypatch.undo()
    assert client.get(path).status_code == 200
