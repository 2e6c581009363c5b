"""The overview's figures say nothing that was withheld."""

from components.figures.bars import Bar, bars
from components.figures.pyramid import pyramid
from components.figures.tiles import EUROPE, tiles
from workbench.disclosure.values import AgeBySex, FactRow

NAMES = {"ES": "Spain", "MT": "Malta", "US": "United States"}


def _tiles(*rows: tuple[str, int | None]) -> str:
    return str(tiles(tuple(FactRow(code, code, count) for code, count in rows), NAMES))


def test_a_country_nobody_spoke_of_looks_as_a_small_one_does() -> None:
    small = _tiles(("ES", 100), ("MT", None))
    unknown = _tiles(("ES", 100))
    assert small == unknown


def test_countries_outside_europe_are_counted_together() -> None:
    words = _tiles(("ES", 100), ("US", 45), ("BR", 20), ("IN", None))
    assert "Outside Europe: " in words
    assert "B('65')" in words


def test_no_two_tiles_lie_on_each_other() -> None:
    assert len(set(EUROPE.values())) == len(EUROPE)


def test_tiles_are_drawn_without_any_country() -> None:
    assert "tile-withheld" in _tiles()


def test_the_longest_bar_is_whole_and_a_withheld_one_has_no_length() -> None:
    words = str(bars([Bar("Spain", 200, "200"), Bar("Italy", 50, "50"), Bar("Malta", None, "fewer than 10")]))
    assert "'--share': '1.0000'" in words
    assert "'--share': '0.2500'" in words
    assert words.count("--share") == 2


def test_a_withheld_side_of_the_pyramid_is_hatched() -> None:
    words = str(pyramid(AgeBySex((("0-4", 100, None),), None, None)))
    assert "bar-withheld" in words
    assert words.count("--share") == 1


def test_a_pyramid_of_nobody_is_drawn() -> None:
    assert str(pyramid(AgeBySex((("0-4", None, None),), None, None))).count("bar-withheld") == 2
