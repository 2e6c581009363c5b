"""Fields of a JSON object, read by the type they must have; a wrong type is a refusal that says where."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from workbench.errors import RefusedFile
from workbench.ingest.documents import Document

_LONGEST_TEXT = 500
# Control characters, line ends, and those that turn the direction of writing, with which ids can be made to look alike.
_NOT_ON_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Fields:
    """One JSON object of a file. A field that is null counts as absent, as protobuf reads it.

    Attributes:
        held: The object.
        path: Where it stands in the file; empty for the whole.
    """

    held: Document
    path: str = ""

    def __contains__(self, name: str) -> bool:
        """True for a field that is there and not null."""
        return self.held.get(name) is not None

    def place(self, name: str) -> str:
        """Where a field of this object stands in the file."""
        return f"{self.path}.{name}" if self.path else name

    def text(self, name: str) -> str | None:
        """A text on one line, None where it is absent or empty.

        Raises:
            RefusedFile: It is no text, too long, or holds control characters.
        """
        value = self._typed(name, str, "a text")
        if value is None:
            return None
        if len(value) > _LONGEST_TEXT or _NOT_ON_A_LINE.search(value):
            raise self.refusal(name, f"This must be one line of at most {_LONGEST_TEXT} characters.")
        return value.strip() or None

    def required_text(self, name: str) -> str:
        """A text that must be there.

        Raises:
            RefusedFile: As `text`, or it is absent.
        """
        value = self.text(name)
        if value is None:
            raise self.refusal(name, "A phenopacket needs this field, and it is missing or empty.")
        return value

    def flag(self, name: str) -> bool:
        """True or false; false where absent.

        Raises:
            RefusedFile: It is neither.
        """
        return bool(self._typed(name, bool, "true or false"))

    def whole_number(self, name: str) -> int:
        """A whole number from 0 to 1000; 0 where absent.

        Raises:
            RefusedFile: It is another value.
        """
        value = self._typed(name, int, "a whole number")
        if isinstance(value, bool) or not 0 <= (value or 0) <= 1000:
            raise self.refusal(name, "This must be a whole number from 0 to 1000.")
        return value or 0

    def object(self, name: str) -> Fields | None:
        """An object, None where it is absent.

        Raises:
            RefusedFile: It is no object.
        """
        value = self._typed(name, dict, "an object")
        return None if value is None else Fields(value, self.place(name))

    def objects(self, name: str) -> list[Fields]:
        """A list of objects, empty where it is absent.

        Raises:
            RefusedFile: It is no list, or something in it is no object.
        """
        values = self._typed(name, list, "a list") or []
        for position, value in enumerate(values):
            if not isinstance(value, dict):
                raise self.refusal(f"{name}[{position}]", "This must be an object.")
        return [Fields(value, f"{self.place(name)}[{position}]") for position, value in enumerate(values)]

    def refusal(self, name: str, what: str, do: str = "Correct the file and import again.") -> RefusedFile:
        """The refusal of the file for this field."""
        return RefusedFile(what, do=do, where=self.place(name))

    def _typed(self, name: str, kind: type, words: str) -> Any:
        value = self.held.get(name)
        if value is not None and not isinstance(value, kind):
            raise self.refusal(name, f"This must be {words}.")
        return value
