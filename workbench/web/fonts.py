"""Fonts out of wheels, cut to what the pages write, compressed once into the home folder.

Bootstrap Icons, Source Sans Pro and Source Serif Pro come with wheels (`Bootstrap-Flask`, `font-source-sans-pro`,
`font-source-serif-pro`; MIT and OFL). A whole face is 290 kB; cut to Latin and the few glyphs used it is about 20.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.resources
import logging
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

_RANGES = ((0x20, 0x7E), (0xA0, 0x17F), (0x2010, 0x2015), (0x2018, 0x201E), (0x2020, 0x2022), (0x2190, 0x2193))
_SINGLE = (
    0x2026,
    0x2009,
    0x202F,
    0x2032,
    0x2033,
    0x2039,
    0x203A,
    0x20AC,
    0x2122,
    0x2212,
    0x2248,
    0x2260,
    0x2264,
    0x2265,
)
_LATIN = frozenset(_SINGLE).union(*(range(first, last + 1) for first, last in _RANGES))
_WHEELS = ("Bootstrap-Flask", "font-source-sans-pro", "font-source-serif-pro", "fonttools")
_FACES = (
    ("Source Sans Pro", 400, "normal", "font_source_sans_pro", "SourceSansPro-Regular"),
    ("Source Sans Pro", 600, "normal", "font_source_sans_pro", "SourceSansPro-Semibold"),
    ("Source Serif Pro", 400, "normal", "font_source_serif_pro", "SourceSerifPro-Regular"),
    ("Source Serif Pro", 600, "normal", "font_source_serif_pro", "SourceSerifPro-Semibold"),
)
_RECIPE = 3


def ready_fonts(folder: Path, icons: Iterable[str]) -> Path:
    """The folder with `fonts.css` and the woff2 files, made at the first call.

    Several processes may start at once: each makes its own, the first to finish is kept.

    Args:
        folder: Where it may be kept; the name of the folder inside changes with wheels and icons.
        icons: Names of Bootstrap Icons.
    """
    names = tuple(sorted(set(icons)))
    target = folder / f"fonts-{_version(names)}"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix="making-", dir=folder))
        try:
            _make(making, names)
            _keep(making, target)
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return target


def bootstrap_file(path: str) -> Path:
    """A file of Bootstrap 5 in the `Bootstrap-Flask` wheel."""
    return Path(str(importlib.resources.files("flask_bootstrap"))) / "static" / "bootstrap5" / path


def _version(icons: tuple[str, ...]) -> str:
    parts = [str(_RECIPE), *(f"{wheel}={importlib.metadata.version(wheel)}" for wheel in _WHEELS), *icons]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _keep(making: Path, target: Path) -> None:
    try:
        os.replace(making, target)
    except OSError:
        if not target.exists():
            raise


def _make(folder: Path, icons: tuple[str, ...]) -> None:
    rules = []
    for family, weight, style, package, name in _FACES:
        source = Path(str(importlib.resources.files(package))) / "files" / f"{name}.ttf"
        _cut(source, folder / f"{name}.woff2", _LATIN)
        rules.append(_face(family, weight, style, f"{name}.woff2"))
    points = _icon_points(icons)
    _cut(bootstrap_file("css/font/fonts/bootstrap-icons.woff2"), folder / "icons.woff2", points.values())
    rules += [_face("bootstrap-icons", 400, "normal", "icons.woff2"), _ICON_RULE]
    rules += [f'.bi-{name}::before{{content:"\\{point:x}"}}' for name, point in points.items()]
    (folder / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


_ICON_RULE = (
    '.bi::before{display:inline-block;font-family:"bootstrap-icons";font-style:normal;font-weight:400;line-height:1;'
    "vertical-align:-.125em;-webkit-font-smoothing:antialiased}"
)


def _face(family: str, weight: int, style: str, file: str) -> str:
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};font-display:swap;'
        f'src:url("{file}") format("woff2")}}'
    )


def _icon_points(names: tuple[str, ...]) -> dict[str, int]:
    css = bootstrap_file("css/font/bootstrap-icons.min.css").read_text(encoding="utf-8")
    found = {
        name: int(point, 16) for name, point in re.findall(r'\.bi-([a-z0-9-]+)::before\{content:"\\([0-9a-f]+)"', css)
    }
    missing = [name for name in names if name not in found]
    if missing:
        raise ValueError(f"Bootstrap Icons has no {', '.join(missing)}.")
    return {name: found[name] for name in names}


def _cut(source: Path, target: Path, points: Iterable[int]) -> None:
    from fontTools import subset  # only at the first start

    # It warns of harmless padding in the font's names, on the terminal of whoever starts the app.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(flavor="woff2", layout_features=["kern", "liga", "tnum", "lnum", "mark", "mkmk", "ccmp"])
    font = subset.load_font(str(source), options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(points))
    cutter.subset(font)
    subset.save_font(font, str(target), options)
    font.close()
