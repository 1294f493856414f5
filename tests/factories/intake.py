"""What OA hands over, for tests: files, what is said of them, the folder, the clerk."""

from __future__ import annotations

import json
import os
import shutil
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from gongkai.core.home import home_path
from gongkai.duties.dossiers.enums import Step
from gongkai.duties.dossiers.enums_intake import DeliveryKind
from gongkai.duties.dossiers.models import Dossier, OaAccess
from gongkai.duties.dossiers.official.blocks import Block, Kind, OfficialText, digest_of
from gongkai.duties.dossiers.rules.intake import Handed
from gongkai.duties.policies.enums import DocumentKind
from tests.factories.dossiers import add_version, make_dossier
from tests.factories.gate import Department

SIGNED_AT = datetime.fromisoformat("2026-11-27T15:00:00+08:00")
ENTERED_AT = datetime.fromisoformat("2026-01-04T09:00:00+08:00")
"""When the text of a dossier was entered: before every signature that these tests tell of."""


def text_of(title: str, body: str = "各有关单位要落实责任，按期完成。") -> OfficialText:
    """A short document."""
    return OfficialText(title=title, addressee="各市交通运输局", blocks=(Block(Kind.PARAGRAPH, text=body),))


def drafted_dossier(department: Department, **fields: Any) -> Dossier:
    """A 内部工作安排 with a text of the drafter: its next step is the signature."""
    dossier = make_dossier(department, kind=DocumentKind.WORK_PLAN, **fields)
    text = text_of(dossier.title)
    add_version(dossier, data=text.as_data(), digest=digest_of(text), at=ENTERED_AT)
    return dossier


def handed(kind: DeliveryKind, dossier: Dossier | None = None, **fields: Any) -> Handed:
    """What is said of a delivery."""
    return Handed(kind, **{"code": dossier.code if dossier else "", **fields})


def signature(**fields: Any) -> dict[str, Any]:
    """What is said of a signature."""
    return {"leader_name": "王某（副厅长）", "opinion": "同意印发。", "signed_at": SIGNED_AT, **fields}


def scan(name: str = "签批单.txt", data: bytes = b"") -> SimpleUploadedFile:
    """A file that stands for a scan."""
    return SimpleUploadedFile(name, data or f"签批单 {name}".encode())


def picture(pdf: bytes, *, degrees: float = 2.0, noise: int = 25) -> bytes:
    """The first page of a PDF as an office scanner gives it back: grey, a little askew, with dust."""
    import random

    import pypdfium2
    from PIL import Image

    page: Any = pypdfium2.PdfDocument(pdf)[0].render(scale=2.2, grayscale=True).to_pil()
    page = page.rotate(degrees, expand=True, fillcolor=255)
    dust = random.Random(7)
    spots = Image.frombytes("L", page.size, bytes(dust.choices(range(256), k=page.width * page.height)))
    made = BytesIO()
    Image.blend(page, spots, noise / 100).save(made, "PNG")
    return made.getvalue()


def name_clerk(department: Department) -> OaAccess:
    """OA hands over on behalf of the office."""
    return OaAccess.objects.create(clerk=department.office)


def put(name: str, said: Any, files: dict[str, bytes] | None = None, *, age: float = 60) -> None:
    """Write into the folder of OA, as if some seconds ago."""
    folder = home_path("oa", "in")
    folder.mkdir(parents=True, exist_ok=True)
    raw = said if isinstance(said, bytes) else json.dumps(said, ensure_ascii=False).encode()
    for one, data in {f"{name}.json": raw, **(files or {})}.items():
        path = folder / one
        path.write_bytes(data)
        stamp = timezone.now().timestamp() - age
        os.utime(path, (stamp, stamp))


def empty_folder() -> None:
    """Nothing lies in the folders of OA, and nothing is still to be moved."""
    for one in ("oa", "oa-moves"):
        shutil.rmtree(home_path(one), ignore_errors=True)


def lying(*parts: str) -> list[str]:
    """Names of the files below a folder of OA, hidden ones and all."""
    folder = home_path("oa", *parts)
    return sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())


def is_done(dossier: Dossier, step: Step) -> bool:
    """Whether a step of the chain is done."""
    from gongkai.duties.dossiers.queries.facts import facts_of

    return step in facts_of([dossier])[dossier.pk].done
