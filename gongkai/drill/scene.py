"""The stage of the purge drill: a small site, and for each cause something public that will have to go."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from gongkai.clearance.enums import ContentKind, Disclosure, ItemRole, PurgeCause
from gongkai.clearance.file_keys import key_of
from gongkai.clearance.models import Attachment, BasePage, Dataset, Picture, ReviewSlip
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.reports import run_file_scan
from gongkai.core.accounts.models import User
from gongkai.demo.people import load_people
from gongkai.demo.story import Cast, add, add_document, clear_and_release, set_up_duty, set_up_site
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument, PolicyIndexPage
from gongkai.website.models import ArticlePage, ColumnPage

WORDS = {PurgeCause.SECRET: "柘木岭竖井参数表", PurgeCause.PERSONAL: "葛家坪补助发放表"}
"""Title of what is purged, by cause. Every text that is planted quotes it and has a number of its own."""


@dataclass
class Planted:
    """A text in a place (model, field): ``token`` stands there and nowhere else; ``is_own`` in what is purged itself."""

    model: str
    field: str
    token: str
    is_own: bool = False

    @property
    def place(self) -> str:
        """The place as the table of the drill names it."""
        return f"{self.model}.{self.field}{'（本件）' if self.is_own else ''}"


@dataclass
class Leak:
    """Something public, of which every text quotes one word; and things beside it that have nothing to do with it."""

    cause: PurgeCause
    page: Any = None
    dataset: Any = None
    attachment: Any = None
    other_page: Any = None
    other_slip: Any = None
    other_file: Any = None
    other_picture: Any = None
    person: Any = None
    made: dict[Any, Any] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)
    _numbers: Any = field(default_factory=lambda: count(101))

    @property
    def word(self) -> str:
        """Its title."""
        return WORDS[self.cause]

    def token(self, model: str, name: str, *, is_own: bool = False) -> str:
        """A text for a place, noted as planted there."""
        made = Planted(model, name, f"{self.word}{next(self._numbers)}", is_own)
        self.planted.append(made)
        return made.token


@dataclass
class Scene:
    """The site, its people, and what will be purged."""

    cast: Cast
    leaks: list[Leak]

    @property
    def office(self) -> User:
        """Who purges."""
        return self.cast.user("bangongshi")

    @property
    def drafter(self) -> User:
        """Who wrote what is purged, and may not see it any more."""
        return self.cast.user("qicao")


def set_up_scene() -> Scene:
    """A public site in an empty database."""
    users, _, units = load_people()
    cast = Cast(users, units)
    set_up_duty(cast)
    set_up_site(cast)
    scene = Scene(cast, [_leak(cast, cause) for cause in WORDS])
    slips = ReviewSlip.objects.order_by("pk")
    for leak, slip, person in zip(scene.leaks, slips, ("bangongshi", "bangongshi2"), strict=False):
        leak.person, leak.other_slip = cast.user(person), slip
        leak.other_page = _other_page(cast, leak)
        leak.other_file = _file(cast, f"other-{leak.cause}.csv", "无关的表")
        leak.other_picture = _picture(cast, leak)
    return scene


def _other_page(cast: Cast, leak: Leak) -> ArticlePage:
    page = ArticlePage(
        title="无关的通知",
        slug=f"other-{leak.cause}",
        summary="与演练的内容无关。",
        body=[("text", "<p>照常执行。</p>")],
        source="本厅运输处",
        unit=cast.units["ysc"],
        disclosure=Disclosure.PROACTIVE,
    )
    return add(ColumnPage.objects.get(slug="notices"), page, cast.user("qicao"))


def _picture(cast: Cast, leak: Leak) -> Picture:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "maroon").save(drawn, "PNG")
    file = ContentFile(drawn.getvalue(), name=f"other-{leak.cause}.png")
    return Picture.objects.create(title="无关的图", file=file, uploaded_by_user=cast.user("qicao"))


def _file(cast: Cast, name: str, said: str) -> Attachment:
    attachment = Attachment(title=said, uploaded_by_user=cast.user("qicao"))
    attachment.file.save(name, ContentFile(f"项目,数量\n{said},3\n".encode()), save=False)
    attachment.save()
    run_file_scan(file=key_of(attachment))
    return attachment


def _leak(cast: Cast, cause: PurgeCause) -> Leak:
    leak = Leak(cause)
    leak.attachment = _file(cast, f"drill-{cause}.csv", leak.word)
    leak.page = add_document(cast, PolicyIndexPage.objects.get(), _document(cast, leak), cast.user("qicao"))
    members = [(leak.page, ItemRole.POLICY)]
    clear_and_release(cast, members, ContentKind.POLICY, by="qicao", head="chuzhang", unit="ysc")
    leak.dataset = Dataset.objects.create(
        key=f"drill-{cause}", title=f"{leak.word}数据", unit=cast.units["bgs"]
    )
    rows = [("one", {"value": leak.token("clearance.DatasetRow", "values", is_own=True)})]
    create_dataset_version(by=cast.user("bangongshi2"), dataset=leak.dataset, rows=rows, note="首次建立")
    members = [(leak.dataset, ItemRole.DATASET)]
    clear_and_release(cast, members, ContentKind.DATASET, by="bangongshi2", head="bangongshi", unit="bgs")
    leak.page = BasePage.objects.get(pk=leak.page.pk).specific
    return leak


def _document(cast: Cast, leak: Leak) -> PolicyDocument:
    def own(name: str) -> str:
        return leak.token("policies.PolicyDocument", name, is_own=True)

    document = PolicyDocument(
        title=leak.word,
        slug=f"drill-{leak.cause}",
        doc_number=f"示交办〔2026〕{901 + list(WORDS).index(leak.cause)}号",
        kind="work_plan",
        kind_reason=own("kind_reason"),
        signature="department",
        issuer="示例省交通运输厅办公室",
        written_on=date(2026, 11, 9),
        topic=own("topic"),
        one_sentence=own("one_sentence"),
        body=[("text", f"<p>{own('body')}。</p>")],
        unit=cast.units["ysc"],
        disclosure=Disclosure.PROACTIVE,
    )
    name = leak.token("policies.PolicyAttachment", "title", is_own=True)
    document.attachments = [PolicyAttachment(attachment=leak.attachment, title=name)]
    return document
