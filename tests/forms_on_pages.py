"""Forms of plain pages, as tests fill them in."""

from __future__ import annotations

import re


def form_token(page: str) -> str:
    """The token in the first form of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found, "there is no form on this page"
    return found[1]
