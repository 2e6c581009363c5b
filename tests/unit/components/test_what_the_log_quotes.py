"""What stands in the log of an unexpected error: where it happened, and no answer."""

from __future__ import annotations

import logging

import pytest
from dash.exceptions import CallbackException, DashException, InvalidCallbackReturnValue

from components.asking import reported


@pytest.mark.parametrize("kind", [InvalidCallbackReturnValue, CallbackException])
def test_an_error_of_dashs_is_named_and_the_answer_that_it_quotes_is_not_logged(
    kind: type[DashException], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        reference = reported(kind("Expected a list but got: Section(children='about 45 donors with HP:0001250')"))
    assert reference in caplog.text
    assert kind.__name__ in caplog.text
    assert "45" not in caplog.text.replace(reference, "")
    assert "HP:" not in caplog.text


def test_another_error_is_logged_with_the_place_where_it_happened(caplog: pytest.LogCaptureFixture) -> None:
    try:
        int("x")
    except ValueError as error:
        reference = reported(error)
    assert reference in caplog.text
    assert "Traceback" in caplog.text
