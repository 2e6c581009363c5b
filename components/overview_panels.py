"""The panels of the overview: pure functions of the released summary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components import sentences
from components.asking import link
from components.figures.bars import Bar, bars
from components.figures.pyramid import age_pyramid
from components.figures.tiles import country_tiles
from components.icons import icon
from components.panel import empty, panel
from components.tables import Column, Table, count_beside, csv_file, number, share
from workbench.cohorts.text import country_name
from workbench.disclosure.release import Released
from workbench.disclosure.values import FactRow, Overview

_MOST_AREAS = 18


@dataclass(frozen=True, slots=True)
class Doing:
    """Something one can do: an icon, a name, a line about it, and a link."""

    icon: str
    name: str
    about: str
    link: str
    href: str


def numbers(released: Released[Overview]) -> html.Div:
    """The four numbers at the top."""
    summary = released.value
    return html.Div(
        [
            _number(number(summary.everyone), "donors", "whose consent allows research"),
            _number(f"{summary.conditions_shown:,}", "conditions", "with ten donors or more"),
            _number(summary.findings_median.replace("-", "–"), "findings a donor, median", "recorded as present"),
            _number(share(summary.with_excluded), "with findings ruled out", "“looked for and not there” is data too"),
        ],
        className="figures-row",
    )


def has_countries(released: Released[Overview]) -> bool:
    """Whether any country has ten donors or more, so that there is a map of countries to draw."""
    return any(row.count is not None for row in released.value.facts.regions)


def countries(released: Released[Overview], cohort: str = "") -> html.Section:
    """Donors by country, as tiles; a slim invitation where no country is recorded (`has_countries`)."""
    rows = [row for row in released.value.facts.regions if row.count is not None]
    if not rows:
        return panel(
            "No country is recorded for ten donors or more",
            subtitle="Published cases seldom say where a person lives. Import donations that hold a country, "
            "and their map stands on this page.",
            tools=[dcc.Link("What was imported", href=link("/data", cohort), className="button")],
            class_name="panel-slim",
        )
    names = {row.key: country_name(row.key) for row in released.value.facts.regions}
    table = Table(
        "Donors by country",
        (Column("Country"), Column("Code"), Column("Donors", True)),
        tuple((names[row.key], row.key, row.count) for row in released.value.facts.regions),
    )
    return panel(
        sentences.countries(rows, [names[row.key] for row in rows]),
        country_tiles(released, names),
        subtitle="Donors by country of residence; a tile for each country of Europe",
        footer="Counts rounded to 5. Countries under 50 donors cannot be used to filter.",
        link=_how(cohort),
        name="countries",
        data=table,
        file=_file("donors_by_country", released),
    )


def ages(released: Released[Overview]) -> html.Section:
    """Age by sex, back to back; an invitation where no age is recorded."""
    ages_by_sex = released.value.age_by_sex
    if all(count is None for _, *pair in ages_by_sex.rows for count in pair):
        return empty(
            "No age is recorded for ten donors or more",
            "Import donations that hold an age, and this figure stands here.",
        )
    table = Table(
        "Donors by age at last record and sex",
        (Column("Age, years"), Column("Female", True), Column("Male", True)),
        tuple((band, female, male) for band, female, male in ages_by_sex.rows),
    )
    missing = (
        f"Not recorded: age {number(ages_by_sex.age_not_recorded)}, sex {number(ages_by_sex.sex_not_recorded)} donors"
    )
    return panel(
        sentences.ages(ages_by_sex, released.value.facts.age_bands),
        age_pyramid(released),
        subtitle="Donors by age at last record, in years, and sex",
        footer=missing,
        name="ages",
        data=table,
        file=_file("donors_by_age_and_sex", released),
    )


def body_areas(released: Released[Overview]) -> html.Section:
    """Share of donors with a finding in each body area."""
    areas = released.value.body_areas
    lines = [
        Bar(area.name, area.share.percent, share(area.share), number(area.count) if area.count is not None else "")
        for area in areas
        if area.share.percent is not None
    ]
    table = Table(
        "Donors with a finding in each body area",
        (Column("Body area"), Column("HPO term"), Column("Donors", True), Column("Share", True)),
        tuple((area.name, area.term, count_beside(area.count, area.share), share(area.share)) for area in areas),
    )
    return panel(
        sentences.body_area(areas),
        bars(lines[:_MOST_AREAS]),
        subtitle="Share of all donors with at least one finding in the area; a donor counts in every area that applies",
        footer=f"Areas are the top branches of the Human Phenotype Ontology; the table has all {len(areas)}.",
        name="body-areas",
        data=table,
        file=_file("donors_by_body_area", released),
    )


def disease_areas(released: Released[Overview], cohort: str = "") -> html.Section:
    """Donors by disease area."""
    rows = sorted(released.value.facts.areas, key=lambda row: -(row.count or 0))
    table = Table(
        "Donors by disease area",
        (Column("Disease area"), Column("Donors", True)),
        tuple((row.label, row.count) for row in rows),
    )
    return panel(
        sentences.disease_area(rows),
        bars([_fact_bar(row) for row in rows]),
        subtitle="Donors with a confirmed or suspected condition of the area; a donor may count in more than one",
        footer="Each number is released on its own; parts need not add up to the whole.",
        link=_how(cohort),
        name="disease-areas",
        data=table,
        file=_file("donors_by_disease_area", released),
    )


def doings(ways: Sequence[Doing]) -> html.Section:
    """What one can do here."""
    return panel("What you can do here", html.Ul([_doing(way) for way in ways], className="doings"))


def _fact_bar(row: FactRow) -> Bar:
    return Bar(row.label, row.count, number(row.count))


def _doing(way: Doing) -> html.Li:
    words = [html.H3(way.name), html.P(way.about), dcc.Link(way.link, href=way.href, className="arrow")]
    return html.Li([icon(way.icon), html.Div(words)], className="doing")


def _number(figure: str, of_what: str, about: str) -> html.Div:
    return html.Div(
        [html.Strong(figure, className="num"), html.B(of_what), html.Span(about)], className="figure-number"
    )


def _how(cohort: str) -> Component:
    return dcc.Link("How counts are released", href=link("/help#released", cohort))


def _file(subject: str, released: Released[Overview]) -> str:
    return csv_file(subject, released.snapshot, released.synthetic)
