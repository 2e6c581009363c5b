"""Where phenopackets come from: files, folders and zips, found in a fixed order and read one at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from workbench.errors import RefusedFile
from workbench.ingest.archives import content_of, is_zip, opened
from workbench.ingest.documents import MAXIMUM_BYTES, too_large

NOT_JSON = "(files that are not JSON)"
LINKS = "(symbolic links in folders)"


@dataclass(frozen=True, slots=True)
class Found:
    """One file that was found: its content, the reason why it may not be read, or why it was passed over.

    Attributes:
        name: Path of the file; `archive.zip/path/inside.json` for one in a zip.
        passed_over: What kind of thing it is that is counted, not read.
    """

    name: str
    content: bytes | None = None
    refusal: RefusedFile | None = None
    passed_over: str = ""


def find_files(paths: Sequence[Path]) -> Iterator[Found]:
    """Every file under the paths, in the order of the paths and of names.

    In folders and zips only `.json` files are read (and, in folders, zips); others are passed over. Symbolic links
    are followed where a path itself is one, never inside a folder.
    """
    for path in paths:
        try:
            if path.is_dir():
                yield from _in_folder(path)
            else:
                yield from _at(path)
        except OSError as error:
            yield Found(os.fspath(path), refusal=_unreadable(error))


def count_files(paths: Sequence[Path]) -> int:
    """How many files `find_files` will find, for a progress bar. A zip that is refused counts as one."""
    return sum(_count(path) for path in paths)


def _count(path: Path) -> int:
    if path.is_dir():
        return sum(1 if inside.is_symlink() or not _is_zip_name(inside) else _count(inside) for inside in _walk(path))
    try:
        if path.is_file() and is_zip(path):
            with opened(path) as archive:
                return sum(not entry.is_dir() for entry in archive.infolist())
    except (OSError, RefusedFile):
        pass
    return 1


def _in_folder(folder: Path) -> Iterator[Found]:
    for path in _walk(folder):
        if path.is_symlink():
            yield Found(os.fspath(path), passed_over=LINKS)
        elif _is_json(path.name) or _is_zip_name(path):
            yield from _at(path)
        else:
            yield Found(os.fspath(path), passed_over=NOT_JSON)


def _walk(folder: Path) -> Iterator[Path]:
    """Files under the folder, sorted; links to folders are given as they are."""
    for inside, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(inside, name))]
        folders[:] = sorted(set(folders) - set(links))
        for name in sorted([*files, *links]):
            yield Path(inside, name)


def _at(path: Path) -> Iterator[Found]:
    name = os.fspath(path)
    try:
        # Opening a pipe or a device would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise RefusedFile("This is neither a file nor a folder.", do="Import files, folders or zips.")
        if is_zip(path):
            yield from _in_zip(path)
        else:
            yield Found(name, _content(path))
    except RefusedFile as refusal:
        yield Found(name, refusal=refusal)
    except OSError as error:
        yield Found(name, refusal=_unreadable(error))


def _in_zip(path: Path) -> Iterator[Found]:
    with opened(path) as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            name = f"{os.fspath(path)}/{entry.filename}"
            # A name that begins with NUL is read as none at all.
            if entry.filename and entry.is_dir():
                continue
            if entry.filename.lower().endswith(".zip"):
                refusal = RefusedFile("A zip inside a zip is not opened.", do="Unpack the outer one and import it.")
                yield Found(name, refusal=refusal)
            elif not _is_json(entry.filename):
                yield Found(name, passed_over=NOT_JSON)
            else:
                try:
                    content = content_of(archive, entry)
                except RefusedFile as refusal:
                    yield Found(name, refusal=refusal)
                else:
                    yield Found(name, content)


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        content = file.read(MAXIMUM_BYTES + 1)
    if len(content) > MAXIMUM_BYTES:
        raise too_large()
    return content


def _is_json(name: str) -> bool:
    """macOS keeps notes of its own as `__MACOSX/._name.json`."""
    last = name.rsplit("/", 1)[-1]
    return last.lower().endswith(".json") and not last.startswith("._")


def _is_zip_name(path: Path) -> bool:
    return path.suffix.lower() == ".zip"


def _unreadable(error: OSError) -> RefusedFile:
    what = "There is no such file or folder." if isinstance(error, FileNotFoundError) else "The file cannot be read."
    return RefusedFile(what, do="Check the path and its permissions.")
