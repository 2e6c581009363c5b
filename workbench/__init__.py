"""The Share4Rare researcher workbench: the domain between the store and the page."""

__version__ = "0.3.0"
