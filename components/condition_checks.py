"""The three checks that a group of conditions must survive, explained on demand."""

from __future__ import annotations

from dash import html

CHECKS = (
    (
        "Another distance",
        "How alike two conditions are can be worked out in more than one way. A group must come out nearly the same "
        "with the others.",
    ),
    (
        "Another resolution",
        "Groups are cut a little coarser and a little finer. A group must not fall apart or melt away.",
    ),
    (
        "Drawn again",
        "The published findings are drawn again by chance, some twice and some not at all. A group that hangs on a "
        "single finding does not come back.",
    ),
)
WHY = (
    "Any set of conditions can be cut into groups, even a random one. So only groups that survive all three are "
    "coloured; where none does, the page says so."
)


def checks() -> html.Details:
    """A line that opens to the three checks."""
    told = [html.Li([html.B(f"{name}. "), words]) for name, words in CHECKS]
    return html.Details(
        [html.Summary("The three checks"), html.Div([html.P(WHY), html.Ol(told)], className="conditions-checks-words")],
        className="conditions-checks",
    )
