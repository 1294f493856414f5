"""`python -m tools.screening_samples`: write all samples anew. Old binary files need LibreOffice and are kept without it."""

from __future__ import annotations

import shutil
from pathlib import Path

from tools.screening_samples.fixed_layouts import all_fixed
from tools.screening_samples.old import all_old
from tools.screening_samples.open_documents import all_open
from tools.screening_samples.others import all_others
from tools.screening_samples.pdfs import all_pdfs
from tools.screening_samples.sheets import all_sheets
from tools.screening_samples.slides import all_slides
from tools.screening_samples.word import all_word

FOLDER = Path(__file__).parents[2] / "samples" / "screening"
MOST = 100 * 1024  # bytes of a file that is kept in the repository


def main() -> None:
    """Write them, and say what was too large to be kept."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    groups = [all_word(), all_sheets(), all_slides(), all_open(), all_fixed(), all_pdfs(), all_others()]
    if soffice := shutil.which("soffice"):
        groups.append(all_old(soffice))
    for group in groups:
        for name, data in group.items():
            if len(data) > MOST:
                print(f"{name}: {len(data):,} bytes, not kept")
                continue
            (FOLDER / name).write_bytes(data)


if __name__ == "__main__":
    main()
