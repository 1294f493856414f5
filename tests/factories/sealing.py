"""Something of every kind that was purged for a suspected leak, each with words that no ordinary person may read."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from gongkai.clearance.enums import ContentKind, Disclosure, ItemRole, PurgeCause
from gongkai.clearance.models import (
    AggregationAssessment,
    Attachment,
    BasePage,
    Dataset,
    OpenExit,
    Picture,
    ReviewSlip,
)
from gongkai.clearance.queries import base_type_of
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.looking import look_at_file
from gongkai.clearance.usecases.withdrawal import purge_document
from gongkai.core.accounts.enums import Role
from gongkai.duties.policies.models import PolicyAttachment
from gongkai.website.models import Announcement
from tests.factories.gate import (
    Department,
    clear_and_release,
    make_attachment,
    make_column,
    make_department,
    make_document,
    text,
)
from tests.factories.people import make_user

ASKED = "青龙山"
"""What all of it can be searched by, and what a page may therefore repeat."""
TITLE, BODY, FILE = "内部参数表", "三号竖井的方位", "竖井附图"
WORDS = (TITLE, BODY, FILE)


@dataclass
class Leak:
    """The objects, before or after the purge, and the people around them."""

    department: Department
    column: BasePage
    page: Any
    snippet: Announcement
    dataset: Dataset
    attachment: Attachment
    picture: Picture
    slip: ReviewSlip
    assessment: AggregationAssessment

    def purge(self) -> None:
        """Purge all of it for a suspected leak."""
        for target in (fresh(self.page), Announcement.objects.get(pk=self.snippet.pk), self.dataset):
            purge_document(by=self.department.office, target=target, cause=PurgeCause.SECRET)


def fresh(page: BasePage) -> Any:
    """The page as it is stored."""
    return BasePage.objects.get(pk=page.pk).specific


def make_leak() -> Leak:
    """A public document with an attachment and a picture, an announcement and a data set, all of one leak."""
    department = make_department()
    column = make_column(department)
    attachment = make_attachment(department.drafter, data=b"x,1\n", name="drawing.csv")
    attachment.title = f"{ASKED}{FILE}"
    attachment.save()
    picture = _picture(department)
    page = make_document(department, column, title=f"{ASKED}{TITLE}")
    page.body = [
        *text(f"<p>{ASKED}{BODY}。</p>"),
        ("figure", {"picture": picture, "alt": "图", "caption": ""}),
    ]
    page.attachments = [PolicyAttachment(attachment=attachment, title=f"{ASKED}{FILE}")]
    page.locked, page.locked_by = True, department.drafter
    page.save_revision(user=department.drafter, log_action=True)
    slip = clear_and_release(department, [(fresh(page), ItemRole.POLICY)])
    snippet = Announcement(
        text=f"{ASKED}{TITLE}", unit=department.unit, disclosure=Disclosure.PROACTIVE, live=False
    )
    snippet.save()
    snippet.save_revision(user=department.drafter, log_action=True)
    clear_and_release(department, [(snippet, ItemRole.SNIPPET)], kind=ContentKind.ARTICLE)
    dataset = Dataset.objects.create(key="leak", title=f"{ASKED}{TITLE}", unit=department.unit)
    rows = [("phone", {"value": f"{ASKED}{BODY}"})]
    create_dataset_version(by=make_user(Role.OFFICE), dataset=dataset, rows=rows)
    clear_and_release(department, [(dataset, ItemRole.DATASET)], kind=ContentKind.DATASET)
    BasePage.objects.filter(pk=page.pk).update(locked=True, locked_by=department.drafter)
    sheet = _assessment(department, fresh(page))
    return Leak(department, column, page, snippet, dataset, attachment, picture, slip, sheet)


def _assessment(department: Department, page: Any) -> AggregationAssessment:
    """A sheet about the page and an exit of the data set, which the lists of 数据汇聚 show."""
    row = OpenExit.objects.create(
        kind="zip", title="整包", created_by=department.office, created_at=timezone.now()
    )
    row.datasets.set(Dataset.objects.filter(key="leak"))
    return AggregationAssessment.objects.create(
        number="HJ-2026-00001",
        content_type=base_type_of(page),
        object_id=str(page.pk),
        fingerprint="0" * 64,
        requested_by=department.drafter,
        requested_at=timezone.now(),
        purpose="用途",
    )


def _picture(department: Department) -> Picture:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "maroon").save(drawn, "PNG")
    picture = Picture.objects.create(
        title=f"{ASKED}{FILE}",
        file=ContentFile(drawn.getvalue(), name="shaft.png"),
        uploaded_by_user=department.drafter,
    )
    look_at_file(by=make_user(Role.SECRECY), file=picture, note="看过", sha256=picture.sha256)
    return picture
