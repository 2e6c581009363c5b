"""Ids of components, one class a page. Ids are named here and nowhere else."""

from __future__ import annotations


class Shell:
    """What stands around every page."""

    LOCATION = "shell-location"
    THEME = "shell-theme"
    THEME_SWITCH = "shell-theme-switch"
    NOTICE = "shell-notice"
    MENU = "shell-menu"
    MENU_BUTTON = "shell-menu-button"
    CONTENT = "shell-content"
    COHORT = "shell-cohort"
    COHORT_LINKS = "shell-cohort-links"
    COPY_LINK = "shell-copy-link"
    COPY_LINK_SAID = "shell-copy-link-said"

    @staticmethod
    def nav(path: object) -> dict[str, object]:
        """The id of the navigation link to a page."""
        return {"part": "nav", "to": path}


class Panel:
    """The parts of a panel with a figure, a table and a download; `name` is unique on its page."""

    @staticmethod
    def root(name: object) -> dict[str, object]:
        """The panel itself."""
        return {"part": "panel", "panel": name}

    @staticmethod
    def view(name: object) -> dict[str, object]:
        """The button that switches between figure and table."""
        return {"part": "panel-view", "panel": name}

    @staticmethod
    def csv(name: object) -> dict[str, object]:
        """The button that downloads the table."""
        return {"part": "panel-csv", "panel": name}

    @staticmethod
    def rows(name: object) -> dict[str, object]:
        """The store that holds the file's name and text."""
        return {"part": "panel-rows", "panel": name}

    @staticmethod
    def download(name: object) -> dict[str, object]:
        """The part that hands the file to the browser."""
        return {"part": "panel-download", "panel": name}


class Overview:
    """The page `/`."""

    CONTENT = "overview-content"


class Data:
    """The page `/data`."""

    CONTENT = "data-content"


class Help:
    """The page `/help`."""

    CITE = "help-cite"
    SCROLLED = "help-scrolled"

    @staticmethod
    def section(anchor: str) -> str:
        """The id of a section: what stands behind # in its link."""
        return anchor
