"""Zips that may be read. Nothing is unpacked to disk, and a hostile archive is refused whole, before it is read.

Hostile are bombs (many entries, a large total, a ratio that text does not reach), names that lead out of a folder,
symbolic links, encryption and rare compressions, and one name given twice (two readers would see two contents).
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from workbench.errors import RefusedFile
from workbench.ingest.documents import MAXIMUM_BYTES, too_large

MAXIMUM_ENTRIES = 50_000
MAXIMUM_TOTAL = 2_000_000_000
MAXIMUM_RATIO = 100
"""Published phenopackets compress to a sixth at most; text hardly ever to a fiftieth."""
_UNSUSPICIOUS = 100_000
_LARGEST_DIRECTORY = 8_000_000
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError
)  # fmt: skip


class _DirectoryReader:
    """A file whose single reads are bounded, so that a table of contents of gigabytes is never held in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.seek, self.tell, self.seekable, self.close = file.seek, file.tell, file.seekable, file.close

    def read(self, size: int = -1) -> bytes:
        """Bytes from the file, fewer at its end."""
        content = self._file.read(_LARGEST_DIRECTORY + 1 if size < 0 else min(size, _LARGEST_DIRECTORY + 1))
        if len(content) > _LARGEST_DIRECTORY:
            raise _hostile("Its table of contents is too large.")
        return content


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The zip, checked as a whole.

    Raises:
        RefusedFile: It is damaged or hostile.
    """
    with path.open("rb") as file:
        try:
            archive = zipfile.ZipFile(_DirectoryReader(file))  # type: ignore[arg-type]
        except _DAMAGE as error:
            raise _damaged() from error
        with archive:
            _check_entries(archive.infolist())
            yield archive


def content_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of one entry.

    Raises:
        RefusedFile: It is too large or damaged.
    """
    if entry.file_size > MAXIMUM_BYTES:
        raise too_large()
    try:
        with archive.open(entry) as file:
            content = file.read(MAXIMUM_BYTES + 1)
    except _DAMAGE as error:
        raise _damaged() from error
    return content


def is_zip(path: Path) -> bool:
    """True for a file that begins as a zip does."""
    with path.open("rb") as file:
        return file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAXIMUM_ENTRIES:
        raise _hostile(f"It has more than {MAXIMUM_ENTRIES:,} entries.")
    if sum(entry.file_size for entry in entries) > MAXIMUM_TOTAL:
        raise _hostile(f"It would unpack to more than {MAXIMUM_TOTAL // 1_000_000_000} GB.")
    if len({entry.filename for entry in entries}) < len(entries):
        raise _hostile("Two of its entries have the same name.")
    for entry in entries:
        _check_entry(entry)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in PurePosixPath(name).parts or name[1:2] == ":":
        raise _hostile("The name of an entry leads out of the archive.")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise _hostile("An entry is a symbolic link.")
    if entry.flag_bits & 0x1:
        raise _hostile("An entry is encrypted.")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _hostile("An entry is compressed in a way that is rarely used.")
    if entry.file_size > max(_UNSUSPICIOUS, MAXIMUM_RATIO * entry.compress_size):
        raise _hostile(f"An entry would grow more than {MAXIMUM_RATIO} times when it is unpacked.")


def _hostile(reason: str) -> RefusedFile:
    return RefusedFile(
        f"This zip is not safe to read. {reason}", do="Unpack it yourself, look at it, and import the folder."
    )


def _damaged() -> RefusedFile:
    return RefusedFile("The zip is damaged.", do="Fetch or make it again.")
