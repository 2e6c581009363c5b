"""Complementary suppression of two-way tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from workbench.disclosure.values import Count

_Place = tuple[int, int]


def complementary(table: Sequence[Sequence[Count]]) -> list[list[Count]]:
    """The table with a second cell withheld in every row and column that has exactly one.

    One withheld cell follows from its margin; two do not. The second is the smallest released one, the first of
    those in reading order, so that the choice follows from released numbers alone.
    """
    cells = [list(row) for row in table]
    while (place := next(_exposed(cells), None)) is not None:
        row, column = place
        cells[row][column] = None
    return cells


def _exposed(cells: list[list[Count]]) -> Iterator[_Place]:
    """The cell to withhold in each line that has exactly one withheld cell and others to choose from."""
    for line in _lines(cells):
        withheld = [place for place in line if cells[place[0]][place[1]] is None]
        if len(withheld) == 1 and len(line) > 1:
            open_cells = [
                (cells[row][column] or 0, row, column) for row, column in line if (row, column) not in withheld
            ]
            _, row, column = min(open_cells)
            yield row, column


def _lines(cells: list[list[Count]]) -> Iterator[list[_Place]]:
    for row, values in enumerate(cells):
        yield [(row, column) for column in range(len(values))]
    for column in range(len(cells[0]) if cells else 0):
        yield [(row, column) for row in range(len(cells))]
