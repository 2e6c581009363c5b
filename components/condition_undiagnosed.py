"""Donors without a diagnosis, placed against those who have one: in aggregate, never one by one."""

from __future__ import annotations

from dash import dcc, html

from components.asking import link
from components.condition_ids import Conditions
from components.condition_sentences import undiagnosed_title
from components.condition_tables import undiagnosed_table
from components.figures.bars import Bar, bars
from components.panel import empty, panel
from components.tables import WITHHELD, csv_file, number
from workbench.disclosure.condition_values import UndiagnosedPlacement
from workbench.disclosure.release import Released

SUBTITLE = "Donors without a diagnosis, by the group that most of their nearest diagnosed donors belong to"
READ = "A hint where to look, never a diagnosis. Groups near fewer than 10 of them are left out."


def undiagnosed_panel(released: Released[UndiagnosedPlacement], cohort: str) -> html.Section:
    """A sentence, a bar a group, and the table; an invitation where too few have no diagnosis."""
    placed = released.value
    if placed.undiagnosed is None:
        return empty(
            "Fewer than 10 donors here are without a diagnosis",
            "None at all and fewer than 10 look the same. Once donations without a diagnosis are imported, this panel "
            "says which group of conditions they lie nearest to.",
            actions=[dcc.Link("What was imported", href=link("/data", cohort), className="button")],
        )
    return panel(
        undiagnosed_title(placed),
        bars(_lines(placed), lead=range(len(placed.groups))),
        subtitle=SUBTITLE,
        footer=READ,
        link=dcc.Link("How counts are released", href=link("/help#released", cohort)),
        name=Conditions.UNDIAGNOSED_NAME,
        data=undiagnosed_table(placed),
        file=csv_file("undiagnosed", released.snapshot, released.synthetic),
        class_name="conditions-undiagnosed",
    )


def _lines(placed: UndiagnosedPlacement) -> list[Bar]:
    shown = [Bar(name, count, number(count)) for name, count in placed.groups if count is not None]
    alone = placed.alone
    return [*shown, Bar("Near no single group", alone, WITHHELD if alone is None else number(alone))]
