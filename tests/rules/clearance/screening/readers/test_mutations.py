"""Broken copies of every sample: no exception, no library's own words, bounded time. Longer: see the module's `main`."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from gongkai.clearance.screening.readers import Limits, read_parts
from tools.screening_samples.compare import FOLDER
from tools.screening_samples.mutations import mutated

COPIES = 12
LIMITS = Limits(ocr=lambda _: "字", unpacked=50_000_000, characters=5_000_000)
SAMPLES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".toml" and path.stat().st_size < 80_000)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", SAMPLES, ids=[path.name for path in SAMPLES])
def test_broken_copies_are_read_or_unread_in_time(path: Path) -> None:
    for number in range(COPIES):
        chance = random.Random(f"{path.name} {number}")
        data = mutated(path.read_bytes(), chance)
        began = time.monotonic()
        parts = list(read_parts(path.name, data, limits=LIMITS))
        assert time.monotonic() - began < 10, number
        assert parts or path.suffix in (".png", ".jpg"), number
