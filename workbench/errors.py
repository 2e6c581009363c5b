"""One tree of errors. Each says what happened, why, and what to do, in the user's words.

This module imports nothing, so every floor may import it. A message never holds a value out of a
donor's record.
"""

from __future__ import annotations


class WorkbenchError(Exception):
    """Something a person can understand and act on.

    Args:
        what: What happened, one sentence.
        do: What to do about it, one sentence.
        where: File, line, field or clause that it is about.
    """

    def __init__(self, what: str, *, do: str = "", where: str = "") -> None:
        self.what = what
        self.do = do
        self.where = where
        place = f"{where}: " if where else ""
        super().__init__(f"{place}{what}{' ' + do if do else ''}")


class InvalidTerm(WorkbenchError):
    """An HPO id is malformed, unknown or obsolete."""


class BrokenOntology(WorkbenchError):
    """The HPO or annotation files are missing, truncated or inconsistent."""


class InvalidQuery(WorkbenchError):
    """A cohort definition breaks the grammar of its tier."""


class RefusedFile(WorkbenchError):
    """A file may not be stored: identifiers, hostile content, or not what it claims to be."""


class StoreError(WorkbenchError):
    """The store refuses: wrong state, wrong version, or a row that breaks a rule."""


class ChangedMeanwhile(StoreError):
    """Somebody else changed a row since it was read: nothing was stored, and it is to be read again."""


class SnapshotError(WorkbenchError):
    """No snapshot, a damaged one, or one of another HPO release."""


class NoDonors(SnapshotError):
    """No donor's consent to research stands, so there is nothing to freeze."""


class NotReleased(WorkbenchError):
    """The gate has no rule for a result, so nothing leaves."""


class NotAllowed(WorkbenchError):
    """Whoever asks may not: not signed in, another role, or another study."""


class TooManyQuestions(WorkbenchError):
    """A cap on distinct questions is reached."""


class SignInRefused(WorkbenchError):
    """Signing in did not work; the words never say whether the account exists."""


class Cancelled(WorkbenchError):
    """The person who started a long job stopped it."""
