"""The key that signs what the browser gives back, made once and kept for this user alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(folder: Path) -> bytes:
    """The signing key of this home folder: 32 bytes, the same for every worker.

    Workers that start together agree: the first to link its file into place wins.
    """
    path = folder / "session.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        making = folder / f".session.key.{secrets.token_hex(8)}"
        descriptor = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
        try:
            os.link(making, path)
        except FileExistsError:
            pass
        finally:
            making.unlink()
    return path.read_bytes()
