"""Files, folders and zips that an import may meet and must not trust."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.integration.import_inputs import packet, reasons, run, write, zipped
from workbench.ingest import archives
from workbench.ingest.sources import count_files, find_files


def _refused_whole(archive: Path) -> str:
    """The reason of a zip of which nothing was taken."""
    report = run(archive)
    assert (report.read, report.stored, report.refused) == (1, 0, 1)
    return reasons(report)


@pytest.mark.parametrize(
    "name",
    ["../a.json", "a/../../a.json", "/etc/a.json", "..\\a.json", "C:\\a.json", "C:/a.json"],
)
def test_a_zip_with_a_name_that_leads_out_of_it_is_refused_whole(tmp_path: Path, name: str) -> None:
    archive = zipped(tmp_path / "cases.zip", {"good.json": packet(), name: packet("b")})
    assert "leads out" in _refused_whole(archive)


def test_a_zip_with_a_symbolic_link_is_refused_whole(tmp_path: Path) -> None:
    archive = tmp_path / "cases.zip"
    link = zipfile.ZipInfo("link.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr(link, "/etc/passwd")
    assert "symbolic link" in _refused_whole(archive)


def test_an_encrypted_zip_is_refused_whole(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "cases.zip", {"a.json": packet()})
    content = bytearray(archive.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[directory + 8] |= 1
    archive.write_bytes(bytes(content))
    assert "encrypted" in _refused_whole(archive)


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "cases.zip", {"a.json": packet(), "b.json": b" " * 4_000_000})
    assert "100 times" in _refused_whole(archive)


def test_a_bomb_that_lies_about_its_size_is_damaged(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "cases.zip", {"b.json": b" " * 4_000_000})
    content = bytearray(archive.read_bytes())
    directory = content.index(b"PK\x01\x02")
    struct.pack_into("<L", content, directory + 24, 1000)
    archive.write_bytes(bytes(content))
    report = run(archive)
    assert report.refused == 1
    assert "damaged" in reasons(report)


def test_a_zip_of_too_many_entries_or_too_much_is_refused_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zipped(tmp_path / "cases.zip", {f"{n}.json": packet(str(n)) for n in range(3)})
    monkeypatch.setattr(archives, "MAXIMUM_ENTRIES", 2)
    assert "entries" in _refused_whole(archive)
    monkeypatch.undo()
    monkeypatch.setattr(archives, "MAXIMUM_TOTAL", 100)
    assert "unpack to more" in _refused_whole(archive)
    monkeypatch.undo()
    monkeypatch.setattr(archives, "_LARGEST_DIRECTORY", 100)
    assert "table of contents" in _refused_whole(archive)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_one_name_twice_is_refused_whole(tmp_path: Path) -> None:
    archive = tmp_path / "cases.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.json", "{}")
        made.writestr("a.json", "{}")
    assert "same name" in _refused_whole(archive)


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_compressed_in_a_rare_way_is_refused_whole(tmp_path: Path, compression: int) -> None:
    assert "rarely used" in _refused_whole(zipped(tmp_path / "cases.zip", {"a.json": packet()}, compression))


def test_a_zip_inside_a_zip_is_not_opened(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", {"a.json": packet()})
    outer = zipped(tmp_path / "outer.zip", {"inner.zip": inner.read_bytes(), "b.json": packet("b")})
    report = run(outer)
    assert (report.stored, report.refused) == (1, 1)
    assert "inside a zip" in reasons(report)


def test_a_file_that_is_too_large_is_refused_alone(tmp_path: Path) -> None:
    # Bytes that hardly compress, so that it is the size and not the ratio that refuses it.
    large = os.urandom(5_000_001)
    (tmp_path / "large.json").write_bytes(large)
    archive = zipped(tmp_path / "cases.zip", {"a.json": packet(), "large.json": large})
    for path, stored in ((tmp_path / "large.json", 0), (archive, 1)):
        report = run(path)
        assert (report.stored, report.refused) == (stored, 1)
        assert "larger than 5 MB" in reasons(report)


def test_a_damaged_entry_is_refused_alone(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "cases.zip", {"a.json": packet("a"), "b.json": packet("b")}, zipfile.ZIP_STORED)
    content = archive.read_bytes()
    archive.write_bytes(content.replace(b'"id": "a"', b'"id": "z"', 1))
    report = run(archive)
    assert (report.stored, report.refused) == (1, 1)
    assert "damaged" in reasons(report)


@given(st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_zip_with_any_bytes_changed_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    archive = zipped(tmp_path / "cases.zip", {"a.json": packet("a"), "b/c.json": packet("b")})
    content = bytearray(archive.read_bytes())
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=4)):
        content[at] = data.draw(st.integers(0, 255))
    archive.write_bytes(bytes(content[: data.draw(st.integers(1, len(content)))]))
    report = run(archive)
    assert report.read == report.stored + report.updated + report.unchanged + report.refused


def test_a_folder_is_read_in_order_and_links_in_it_are_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside" / "x.json", packet("x"))
    folder = tmp_path / "folder"
    for name in ("b/1.json", "a/2.JSON", "c.json"):
        write(folder / name, packet(name))
    (folder / "notes.txt").write_text("not a phenopacket")
    (folder / "._c.json").write_bytes(b"\0\5\26\7")
    (folder / "link.json").symlink_to(outside)
    (folder / "linked").symlink_to(outside.parent)
    zipped(folder / "d.zip", {"e.json": packet("e"), "__MACOSX/._e.json": b"\0"})
    report = run(folder)
    assert (report.read, report.stored) == (4, 4)
    assert report.to_data()["dropped"]["(files that are not JSON)"] == 3
    assert report.to_data()["dropped"]["(symbolic links in folders)"] == 2
    found = [one.name for one in find_files([folder]) if one.content]
    assert found == [str(folder / name) for name in ("c.json", "d.zip/e.json", "a/2.JSON", "b/1.json")]
    assert count_files([folder]) == sum(1 for _ in find_files([folder]))


def test_a_path_that_is_itself_a_link_is_followed(tmp_path: Path) -> None:
    link = tmp_path / "link.json"
    link.symlink_to(write(tmp_path / "a.json", packet()))
    assert run(link).stored == 1


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    report = run(tmp_path / "missing.json", pipe, tmp_path)
    assert report.refused == 3
    assert "no such file" in reasons(report)
    assert reasons(report).count("neither a file nor a folder") == 2


def test_names_of_files_are_reported_without_commands_to_a_terminal(tmp_path: Path) -> None:
    zipped(tmp_path / "cases.zip", {"\x1b[2J\r\n.json": []})
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.json")).write_bytes(b"[]")
    files = [reason.file for reason in run(tmp_path).reasons]
    assert len(files) == 2
    assert all(file.isprintable() for file in files)


def test_an_empty_folder_and_an_empty_zip_hold_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    report = run(folder, zipped(tmp_path / "cases.zip", {}))
    assert (report.read, report.refused) == (0, 0)


def test_an_entry_of_a_zip_without_a_name_is_passed_over(tmp_path: Path) -> None:
    archive = zipped(tmp_path / "cases.zip", {"good.json": packet(), "~odd.json": packet("b")})
    archive.write_bytes(archive.read_bytes().replace(b"~odd.json", b"\x00odd.json"))
    assert run(archive).to_data()["stored"] == 1
