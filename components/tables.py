"""Tables of released values: for the page, and as the text of a CSV file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass

from dash import html

from workbench.disclosure.values import Count, Share

Cell = str | int | float | None
WITHHELD = "fewer than 10"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading; `number` columns are aligned right with tabular figures."""

    label: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of released values under their headings.

    Attributes:
        caption: What the table shows, for people who cannot see where it stands.
        rows: One tuple a row, as long as `columns`. None is *withheld*.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def number(value: Count) -> str:
    """A count for people: `1,240`, or the words for withheld."""
    return WITHHELD if value is None else f"{value:,}"


def share(value: Share, digits: int = 0) -> str:
    """A share for people: `64 %`, `under 5 %`, `over 95 %` or `withheld`."""
    if value.percent is None:
        return "withheld"
    figure = f"{value.percent:.{digits}f} %"
    return figure if value.bound == "exact" else f"{value.bound} {value.percent:.0f} %"


def count_beside(value: Count, of: Share) -> Cell:
    """A count that stands beside its share; where it would give the share away, the words of the share."""
    return share(of) if value is None and of.bound != "withheld" else value


def interval(value: Share) -> str:
    """The 95 % interval of a share, `61–67 %`; empty unless the share is exact."""
    if value.low is None or value.high is None:
        return ""
    return f"{value.low:.0f}–{value.high:.0f} %"


def table(data: Table, class_name: str = "") -> html.Div:
    """The table, in a frame that scrolls sideways on a narrow screen.

    It is one component that holds its cells as text, and `assets/tables.js` draws them: Dash asks every component on
    the page about every answer, and cells as components took more than half of that time.
    """
    cells = {
        "caption": data.caption,
        "look": f"data-table {class_name}".strip(),
        "columns": [[column.label, _kind(column)] for column in data.columns],
        "rows": [[_shown(cell) for cell in row] for row in data.rows],
        "withheld": WITHHELD,
    }
    return html.Div(
        className="table-frame",
        tabIndex="0",
        role="region",
        **{"aria-label": data.caption, "data-table": json.dumps(cells, ensure_ascii=False, separators=(",", ":"))},
    )


def csv_text(data: Table) -> str:
    """The table as CSV: a heading line, then one line a row; a withheld count is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.label for column in data.columns])
    writer.writerows([_plain(cell) for cell in row] for row in data.rows)
    return out.getvalue()


def csv_file(subject: str, snapshot: str, synthetic: bool) -> str:
    """The name of a download: what it holds, of which snapshot, and whether its donors are invented."""
    return f"{subject}_{snapshot}{'_synthetic' if synthetic else ''}.csv"


def _kind(column: Column) -> str:
    return "number" if column.number else ""


def _shown(cell: Cell) -> str | None:
    if cell is None:
        return None
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def _plain(cell: Cell) -> Cell:
    # A spreadsheet runs a cell that begins with one of these; a quote keeps it a text.
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return "" if cell is None else cell
