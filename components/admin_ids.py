"""Ids of the page `/admin`, named here and nowhere else."""

from __future__ import annotations


class Admin:
    """The page on which data stewards look after accounts."""

    LIST = "admin-list"
    EMAIL = "admin-email"
    PERSON = "admin-person"
    ROLE = "admin-role"
    LANGUAGE = "admin-language"
    WAY = "admin-way"
    ADD = "admin-add"
    ADDED = "admin-added"

    CHOSEN = "admin-chosen"
    DIALOG = "admin-dialog"
    TITLE = "admin-title"
    ABOUT = "admin-about"
    NEW_ROLE = "admin-new-role"
    SAVE_ROLE = "admin-save-role"
    NEW_PASSWORD = "admin-new-password"
    PASSWORD_PART = "admin-password-part"
    ENABLE = "admin-enable"
    ENABLE_PART = "admin-enable-part"
    DISABLE = "admin-disable"
    DISABLE_PART = "admin-disable-part"
    CONFIRM = "admin-confirm"
    DISABLE_NOW = "admin-disable-now"
    KEEP = "admin-keep"
    DONE = "admin-done"
    CLOSE = "admin-close"

    @staticmethod
    def change(account: object) -> dict[str, object]:
        """The button that opens an account; `account` is its id, or a wildcard."""
        return {"part": "admin-change", "account": account}
