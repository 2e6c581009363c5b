"""The page `/similar` as it stands before anything is answered."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components.panel import slot
from components.shell import page_head
from components.similar_ids import Similar
from components.similar_profile import profile_frame

TITLE = "Who is similar"
LEAD = "Describe one patient; the answer is a group, never a person."


def similar_page(cohort: str) -> html.Div:
    """The whole page: the profile and the map at the left, the answers at the right and below.

    Args:
        cohort: The cohort as its address writes it.
    """
    left = [profile_frame(), slot(Similar.PLACE, height=420, rows=6)]
    right = [
        html.Div(slot(Similar.CLOSE, height=360, rows=4), **{"aria-live": "polite"}),
        slot(Similar.OVERLAP, height=0, rows=0, class_name="similar-later"),
        slot(Similar.CHANGES, height=0, rows=0, class_name="similar-later"),
        slot(Similar.WHY, height=380, rows=7),
        slot(Similar.CONDITIONS, height=260, rows=4),
        slot(Similar.PAIR, height=0, rows=0, class_name="similar-later"),
        slot(Similar.APART, height=0, rows=0, class_name="similar-later"),
    ]
    below = [slot(Similar.MORE, height=240, rows=5), slot(Similar.LACK, height=160, rows=5)]
    return html.Div(
        [
            *_stores(cohort),
            page_head(TITLE, LEAD, (html.Div(id=Similar.TOOLS, className="page-tools"),)),
            html.Div(
                [
                    html.Div(left, className="similar-left"),
                    html.Div(right, className="similar-right"),
                    html.Div(
                        [html.Div(below, className="similar-findings"), slot(Similar.FIT, height=320, rows=6)],
                        className="similar-below",
                    ),
                ],
                className="similar-layout",
            ),
        ],
        id=Similar.PAGE,
        className="page similar-page",
    )


def _stores(cohort: str) -> list[Component]:
    return [
        dcc.Location(id=Similar.ADDRESS, refresh="callback-nav"),
        dcc.Store(id=Similar.QUESTION),
        dcc.Store(id=Similar.COHORT, data=cohort),
        dcc.Store(id=Similar.FILE),
    ]
