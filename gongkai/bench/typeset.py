"""`bench typeset`: a document in the form of GB/T 9704-2012, against WeasyPrint with a page of the same measures."""

from __future__ import annotations

import json
import subprocess

from django.conf import settings

from gongkai.bench.contract import Row, at_most, bench
from gongkai.bench.environment import peers_python


@bench("typeset")
def typeset() -> list[Row]:
    """The figure of design §7 for official PDFs: at most a quarter of the peer's time."""
    done = subprocess.run(  # noqa: S603  (our own interpreter and module)
        [str(peers_python()), "-W", "ignore", "-m", "gongkai.bench.typeset_race"],
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        check=True,
    )
    measures = json.loads(done.stdout)
    return [
        at_most(
            f"{name}（{one['ours_pages']} 页，字字不同，中位数）",
            one["ours"],
            "毫秒",
            f"WeasyPrint 同样内容的页面（{one['theirs_pages']} 页）",
            one["theirs"],
            0.25,
        )
        for name, one in (("无表格的公文", measures["plain"]), ("带 40 行表格的公文", measures["table"]))
    ]
