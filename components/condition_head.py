"""The first lines of a condition's page: its name, what it is in lay words, its facts, and what to do with it."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.asking import link
from components.condition_sentences import condition_count
from components.icons import icon
from components.notices import WITHHELD_COHORT, withheld_word
from components.released_words import inside
from components.shell import page_exists, page_head
from components.tables import number
from workbench.api.conditions import PublishedCondition
from workbench.cohorts.address import to_address
from workbench.cohorts.profile import Profile, to_fragment
from workbench.cohorts.query import HasCondition, Query
from workbench.disclosure.condition_values import ConditionGroup
from workbench.disclosure.values import Count, FactRow, Facts

_SITES = {
    "OMIM": ("omim.org", "https://omim.org/entry/{}"),
    "ORPHA": ("orpha.net", "https://www.orpha.net/en/disease/detail/{}"),
}
_MOST = 8


def condition_head(published: PublishedCondition, count: Count, cohort: str) -> html.Div:
    """Name, lay sentence and buttons; those that need ten donors are left out where there are fewer.

    Args:
        count: Its donors here.
        cohort: The cohort of the page's own address.
    """
    own = to_address(Query((HasCondition(published.id),)))
    buttons: list[Component] = []
    if published.findings and page_exists("/similar"):
        buttons.append(_similar(published, cohort))
    if count is not None:
        buttons.append(dcc.Link([icon("hexagon"), "See on the map"], href=link("/map", own), className="button"))
        use = dcc.Link([icon("plus-lg"), "Use as cohort"], href=link("/cohorts", own), className="button button-main")
        buttons.append(use)
    return page_head(published.name, published.sentence, tuple(buttons))


def _similar(published: PublishedCondition, cohort: str) -> dcc.Link:
    """The page of similar people, with the commonest published findings as its profile."""
    profile = Profile(tuple(sorted(finding.term for finding in published.findings[:_MOST])))
    href = f"{link('/similar', cohort)}#{to_fragment(profile)}"
    words = "Start from its commonest published findings"
    return dcc.Link([icon("people"), "Who is similar"], href=href, className="button", title=words)


def facts_strip(identifier: str, facts: Facts, group: ConditionGroup | None, cohort: str) -> html.Dl:
    """Donors, sex, commonest age band, group and code, each in its cell."""
    donors = withheld_word(WITHHELD_COHORT) if facts.cohort is None else number(facts.cohort)
    cells = [(donors, "donors here, rounded to 5")]
    if facts.cohort is not None:
        cells += [(_sex(facts.sex), "sex"), (_age(facts.age_bands), "commonest age band, years")]
    cells += [_group(group, cohort), _code(identifier)]
    return html.Dl([_fact(shown, words) for shown, words in cells], className="condition-strip")


def _fact(shown: object, words: object) -> html.Div:
    return html.Div([html.Dt(words), html.Dd(shown)], className="condition-fact")


def _sex(rows: Sequence[FactRow]) -> Component | str:
    told = [f"{row.label} {row.count:,}" for row in rows if row.count is not None and row.key in ("female", "male")]
    return " · ".join([told[0], *map(inside, told[1:])]) if told else withheld_word("each fewer than 10")


def _age(rows: Sequence[FactRow]) -> Component | str:
    told = [row for row in rows if row.count is not None and row.key[:1].isdigit()]
    if not told:
        return withheld_word("each fewer than 10")
    return max(told, key=lambda row: row.count or 0).label


def _group(group: ConditionGroup | None, cohort: str) -> tuple[object, str]:
    if group is None:
        return dcc.Link("None", href=link("/conditions", cohort)), "group that survives the checks"
    href = link("/conditions", cohort, group=str(group.id))
    return dcc.Link(group.name, href=href), f"group, {condition_count(len(group.conditions))}"


def _code(identifier: str) -> tuple[object, str]:
    base, _, local = identifier.partition(":")
    if base not in _SITES or not local.isascii() or not local.isalnum():
        return identifier, "code"
    site, address = _SITES[base]
    words = [identifier, " ", icon("box-arrow-up-right"), html.Span(f", opens {site}", className="visually-hidden")]
    return html.A(words, href=address.format(local), target="_blank", rel="noopener noreferrer"), "code"
