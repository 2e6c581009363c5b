"""How the ledger keeps a profile that was asked about: sealed, so that nobody reads it who has the database alone.

The ledger must tell whether two questions are the same, and which donors a question was about; it need not show the
findings of a patient to anybody. AES-SIV (RFC 5297) gives equal questions equal texts and hides all but their length.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from workbench.disclosure.noise import derived_key
from workbench.errors import StoreError


class ProfileSeal:
    """Seals and opens the profiles in questions.

    Args:
        master: The secret key of this installation, 32 bytes.
    """

    def __init__(self, master: bytes) -> None:
        halves = (derived_key(master, f"profiles, half {half}") for half in (1, 2))
        self._cipher = AESSIV(b"".join(halves))

    def seal(self, question: str) -> str:
        """The question with its profiles sealed; a question without profiles as it is."""
        data = json.loads(question)
        if "profiles" not in data:
            return question
        body = json.dumps(data["profiles"], separators=(",", ":"), sort_keys=True).encode()
        findings = [len(one["close_to"]["terms"]) for one in data["profiles"]]
        sealed = b64encode(self._cipher.encrypt(body, None)).decode()
        return _compact({**data, "profiles": {"findings": findings, "sealed": sealed}})

    def open(self, question: str) -> str:
        """What `seal` was given.

        Raises:
            StoreError: It was sealed with another key, or changed since.
        """
        data = json.loads(question)
        if "profiles" not in data:
            return question
        try:
            body = self._cipher.decrypt(b64decode(data["profiles"]["sealed"], validate=True), None)
        except (InvalidTag, NotBase64, KeyError, TypeError, ValueError):
            raise StoreError("A question of the ledger cannot be read.", do="Check the key file noise.key.") from None
        return _compact({**data, "profiles": json.loads(body)})


def _compact(data: dict[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"), sort_keys=True)
