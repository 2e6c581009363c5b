"""Ages, sexes and countries that a cohort may name, each a click, with their donors in all data."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.clause_links import ClauseChoice, choice_links
from components.tables import number, share
from data_access.records import AGE_BANDS, SEXES
from workbench.cohorts.query import Clause, InAgeBand, InRegion, InSex, Observed, Query
from workbench.cohorts.text import SEX_NAMES, age_words, country_name
from workbench.disclosure.values import BodyArea, FactRow, Overview

_AREAS = 12


def age_choices(query: Query, overview: Overview) -> html.Div:
    """The age bands."""
    choices = [(InAgeBand(band), f"Age {age_words(band)}", str(band)) for band in AGE_BANDS]
    return _choices(query, choices, overview.facts.age_bands, "Age at the last record, in years.")


def sex_choices(query: Query, overview: Overview) -> html.Div:
    """The sexes that are recorded."""
    choices = [(InSex(sex), SEX_NAMES[sex], str(sex)) for sex in SEXES]
    return _choices(query, choices, overview.facts.sex, "Sex as it was recorded.")


def area_choices(query: Query, overview: Overview) -> html.Div:
    """Whole body areas, those with most donors first, for people who do not know where to begin; then nothing."""
    if query.clauses:
        return html.Div()
    areas = overview.body_areas[:_AREAS]
    choices = [ClauseChoice(Observed(area.term), area.name, _donors(area)) for area in areas]
    lead = html.P("Or begin with any finding of a body area. The number is of all donors.", className="faint")
    return html.Div([lead, choice_links(query, choices, "choice-links in-columns")], className="area-choices")


def _donors(area: BodyArea) -> str:
    return share(area.share) if area.share.bound in ("under", "over") else number(area.count)


def region_choices(query: Query, overview: Overview) -> html.Div:
    """The countries of at least 50 donors, by name."""
    codes = sorted(overview.filterable, key=country_name)
    choices = [(InRegion(code), country_name(code), code) for code in codes]
    return _choices(
        query, choices, overview.facts.regions, "Countries of at least 50 donors; smaller ones stay unnamed."
    )


def _choices(query: Query, choices: Sequence[tuple[Clause, str, str]], rows: Sequence[FactRow], lead: str) -> html.Div:
    counts = {row.key: number(row.count) for row in rows}
    links = choice_links(query, [ClauseChoice(clause, label, counts.get(key, "")) for clause, label, key in choices])
    parts: list[Component] = [html.P(f"{lead} The number is of all donors.", className="faint"), links]
    return html.Div(parts)
