"""Smaller PNG files: the pictures of pages with 256 colours instead of 16 million, which flat pages do not miss.

PNG is read and written here (W3C PNG, third edition) as far as Chromium's screenshots need it: 8 bits a channel, no
interlacing.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}
_COLOURS = 256
_FINE, _COARSE = 4, 8  # steps of the colours that are told apart, and of those that must differ to have a place
Pixels = NDArray[np.uint8]


def smaller(png: bytes) -> bytes:
    """The picture with at most 256 colours; the file as it was where that is no smaller.

    Args:
        png: A screenshot of Chromium.
    """
    pixels = read(png)
    places, palette = _indexed(pixels)
    height, width = places.shape
    rows = np.zeros((height, width + 1), dtype=np.uint8)  # each row behind its filter: 0, none
    rows[:, 1:] = places
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    written = _SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)
    return min(written, png, key=len)


def read(png: bytes) -> Pixels:
    """The colours of every pixel: uint8, shape (height, width, 3).

    Raises:
        ValueError: Not a picture as Chromium writes it.
    """
    chunks = list(_chunks(png))
    width, height, depth, kind, *_, interlaced = struct.unpack(">IIBBBBB", dict(chunks)[b"IHDR"])
    if depth != 8 or interlaced or kind not in _CHANNELS:
        raise ValueError("Only pictures of 8 bits a channel, in colour, without interlacing.")
    channels = _CHANNELS[kind]
    data = zlib.decompress(b"".join(part for name, part in chunks if name == b"IDAT"))
    rows = np.frombuffer(data, dtype=np.uint8).reshape(height, width * channels + 1)
    return _unfiltered(rows, channels).reshape(height, width, channels)[:, :, :3]


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(_SIGNATURE):
        raise ValueError("Not a PNG file.")
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _unfiltered(rows: Pixels, step: int) -> Pixels:
    """The bytes behind the five filters of PNG (section 9)."""
    whole = np.zeros((rows.shape[0] + 1, rows.shape[1] - 1 + step), dtype=np.uint8)
    for at, row in enumerate(rows):
        above, here, added = whole[at], whole[at + 1], row[1:]
        match row[0]:
            case 0:
                here[step:] = added
            case 1:
                here[step:] = np.add.accumulate(added.reshape(-1, step), axis=0, dtype=np.uint8).ravel()
            case 2:
                here[step:] = added + above[step:]
            case filtered:
                _one_by_one(int(filtered), above, here, added, step)
    return whole[1:, step:]


def _one_by_one(filtered: int, above: Pixels, here: Pixels, added: Pixels, step: int) -> None:
    """A row whose bytes depend on the byte before: average (3) or Paeth (4)."""
    up, out = above.tolist(), here.tolist()
    for at, value in enumerate(added.tolist()):
        left, high, corner = out[at], up[at + step], up[at]
        guess = (left + high) // 2 if filtered == 3 else _paeth(left, high, corner)
        out[at + step] = (value + guess) & 255
    here[:] = out


def _paeth(left: int, high: int, corner: int) -> int:
    guess = left + high - corner
    return min((abs(guess - left), 0, left), (abs(guess - high), 1, high), (abs(guess - corner), 2, corner))[2]


def _indexed(pixels: Pixels) -> tuple[Pixels, Pixels]:
    """The place of each pixel's colour in the palette, and the palette: uint8, shape (colours, 3)."""
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], dtype=np.uint32)
    colours, places, counts = np.unique(packed, return_inverse=True, return_counts=True)
    seen = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1).astype(np.int32)
    palette = _palette(seen, counts)
    nearest = np.empty(len(seen), dtype=np.uint8)
    for start in range(0, len(seen), 4096):
        apart = seen[start : start + 4096, None, :] - palette[None]
        nearest[start : start + 4096] = (apart * apart).sum(axis=2).argmin(axis=1)
    return nearest[places].reshape(packed.shape), palette.astype(np.uint8)


def _palette(seen: NDArray[np.int32], counts: NDArray[np.int64]) -> NDArray[np.int32]:
    """The commonest colours: each with a cell of colour space to itself, finer cells once all coarse ones have one."""
    by_count = seen[np.argsort(-counts, kind="stable")]
    if len(by_count) <= _COLOURS:
        return by_count
    kept: list[NDArray[np.int32]] = []
    for step in (_COARSE * 2, _COARSE, _FINE):
        _, first = np.unique(by_count // step, axis=0, return_index=True)
        kept.append(by_count[np.sort(first)])
    wanted = np.concatenate([by_count[:96], *kept])
    _, first = np.unique(wanted, axis=0, return_index=True)
    return wanted[np.sort(first)][:_COLOURS]
