"""Binary office files, which only LibreOffice still writes."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from tools.screening_samples.sheets import all_sheets
from tools.screening_samples.slides import all_slides
from tools.screening_samples.word import all_word


def all_old(soffice: str) -> dict[str, bytes]:
    """Name → bytes."""
    return {
        "修订和批注.doc": _old(soffice, all_word()["修订和批注.docx"], ".docx", "doc"),
        "隐藏工作表.xls": _old(soffice, all_sheets()["隐藏工作表.xlsx"], ".xlsx", "xls"),
        "幻灯片.ppt": _old(soffice, all_slides()["干净.pptx"], ".pptx", "ppt"),
    }


def _old(soffice: str, data: bytes, ending: str, target: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"source{ending}")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [soffice, profile, "--headless", "--convert-to", target, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=180)
        return Path(folder, f"source.{target}").read_bytes()
