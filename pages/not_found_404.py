"""What stands at an address that is no page."""

from __future__ import annotations

import dash
from dash import dcc, html

from components.shell import first_page, page_head

dash.register_page(__name__, title="Not found · Share4Rare workbench")


def layout(**_: object) -> html.Div:
    """Says so, and leads back."""
    back = dcc.Link("Go to the first page", href=first_page(), className="button button-main")
    return html.Div(page_head("There is no such page", "The link may be old, or mistyped.", (back,)), className="page")
