"""Broken copies of files, the same ones for the same seed: flipped bits, cut ends, lost, doubled and swapped members."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

from gongkai.clearance.screening.reading import BROKEN_ZIP

_WORDS = (
    b"99999999999",
    b"-1",
    b"\xff\xff\xff\xff",
    b"0",
    b"",
    b"<",
    b"&lol;",
    b"\x00" * 8,
    b"nan",
    b"1e309",
    b"../../x",
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One broken copy."""
    ways: list[Callable[[bytes, random.Random], bytes]] = [_flip, _cut, _replace, _repeat]
    if data.startswith(b"PK\x03\x04"):
        ways += [_members] * 6
    return chance.choice(ways)(data, chance)


def _flip(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data or b"\0")
    for _ in range(chance.randint(1, 20)):
        out[chance.randrange(len(out))] ^= 1 << chance.randrange(8)
    return bytes(out)


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted((chance.randint(0, len(data)), chance.randint(0, len(data))))
    return data[:start] + data[end:] if chance.random() < 0.5 else data[:end]


def _replace(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    word = chance.choice(_WORDS)
    return data[:at] + word + data[at + len(word) :]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + data[at : at + chance.randint(1, 400)] * chance.randint(2, 50) + data[at:]


def _members(data: bytes, chance: random.Random) -> bytes:
    """The archive itself stays sound, so that the readers behind it are met."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except BROKEN_ZIP:
        return _flip(data, chance)
    if not files:
        return data
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(files)), chance.randrange(len(files))
        name, held = files[at]
        way = chance.randrange(6)
        if way == 0:
            files[at] = name, files[other][1]
        elif way == 1:
            files[at] = name, chance.choice((_flip, _cut, _replace, _repeat))(held, chance)
        elif way == 2:
            files.append((name, held))
        elif way == 3 and len(files) > 1:
            files.pop(at)
        else:
            files[at] = name, _word(held, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in files:
            archive.writestr(zipfile.ZipInfo(name), held, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _word(data: bytes, chance: random.Random) -> bytes:
    """The value of one attribute replaced, so that the XML stays sound."""
    quotes = [at for at, one in enumerate(data) if one == 0x22]
    if len(quotes) < 2:
        return _replace(data, chance)
    pick = chance.randrange(0, len(quotes) - 1)
    word = chance.choice(
        [one for one in _WORDS if b"<" not in one and b"&" not in one and b"\x00" not in one]
    )
    return data[: quotes[pick] + 1] + word + data[quotes[pick + 1] :]
