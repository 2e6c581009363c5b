"""Icons: the few glyphs of Bootstrap Icons that the pages use.

The font that the browser gets holds only these (`workbench.web.fonts` cuts it), so a name must stand here first.
"""

from __future__ import annotations

from dash import html

ICONS: tuple[str, ...] = (
    "activity",
    "arrow-clockwise",
    "arrow-down",
    "arrow-left",
    "arrow-return-left",
    "arrow-right",
    "arrow-up",
    "arrow-up-right",
    "bar-chart",
    "book",
    "bookmark",
    "bounding-box",
    "box-arrow-right",
    "box-arrow-up-right",
    "building",
    "calendar3",
    "chat-left-text",
    "check-circle",
    "check-lg",
    "check2",
    "chevron-down",
    "chevron-up",
    "circle-half",
    "clipboard2-pulse",
    "clock-history",
    "collection",
    "copy",
    "dash-lg",
    "database",
    "diagram-3",
    "door-open",
    "download",
    "exclamation-triangle",
    "eye",
    "eye-slash",
    "file-text",
    "folder2-open",
    "gender-ambiguous",
    "geo-alt",
    "globe",
    "heart",
    "heart-pulse",
    "hexagon",
    "info-circle",
    "key",
    "link-45deg",
    "list",
    "map",
    "megaphone",
    "palette",
    "pencil",
    "people",
    "person",
    "play",
    "plus-lg",
    "question-circle",
    "quote",
    "save",
    "search",
    "shield-check",
    "shield-lock",
    "slash-circle",
    "sliders",
    "table",
    "tag",
    "trash",
    "ui-checks",
    "virus",
    "x-circle",
    "x-lg",
)
_KNOWN = frozenset(ICONS)


def icon(name: str, class_name: str = "") -> html.Span:
    """A glyph for the eye only: screen readers skip it, so put words beside it.

    Raises:
        ValueError: The name is not in `ICONS`.
    """
    if name not in _KNOWN:
        raise ValueError(f"No icon {name!r}: add its Bootstrap Icons name to components/icons.py.")
    return html.Span(className=f"bi bi-{name} {class_name}".strip(), **{"aria-hidden": "true"})
