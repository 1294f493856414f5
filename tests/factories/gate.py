"""A small department around the gate: people for each step, a column, a document with its companions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.core.files.base import ContentFile

from gongkai.clearance.enums import ContentKind, Disclosure, ItemRole, Verdict
from gongkai.clearance.file_keys import FileKey
from gongkai.clearance.models import Attachment, BasePage, FileScan, ReviewSlip
from gongkai.clearance.tasks import scan_when_committed
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.joint import join_release
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.organisation.enums import PostKind, UnitKind
from gongkai.core.organisation.models import Unit
from gongkai.duties.interpretations.models import InfographicPage, InterpretationIndexPage, InterpretationPage
from gongkai.duties.policies.enums import DocumentKind, Signature
from gongkai.duties.policies.models import PolicyDocument, PolicyIndexPage
from tests.factories.history import keep_as_history
from tests.factories.people import make_unit, make_user, post

_numbers = count(1)


def text(html: str) -> list[tuple[str, str]]:
    """A body of one block of rich text."""
    return [("text", html)]


@dataclass
class Department:
    """One division with everybody who takes part in a review."""

    unit: Unit
    drafter: User
    head: User
    office: User
    leader: User
    web: User


def make_department(*, kind: UnitKind = UnitKind.DIVISION) -> Department:
    """A division, its drafter and head, an office reviewer, the leader in charge, and the web team."""
    leader = make_user(Role.LEADER, name="分管厅领导")
    unit = make_unit("运输处", kind=kind, supervised_by=leader)
    department = Department(
        unit=unit,
        drafter=make_user(Role.DRAFTER, name="起草人"),
        head=make_user(Role.UNIT_HEAD, name="处长"),
        office=make_user(Role.OFFICE, name="办公室审核"),
        leader=leader,
        web=make_user(Role.WEB, name="网站运维"),
    )
    post(department.drafter, unit)
    post(department.head, unit, PostKind.HEAD)
    return department


def add_page(parent: BasePage, page: Any, by: User | None = None) -> Any:
    """Add a draft page with a first revision by its writer."""
    page.live = False
    page.owner = by
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page


def make_column(department: Department) -> PolicyIndexPage:
    """A live column under the root, cleared like anything else."""
    root = BasePage.objects.get(depth=1)
    column = PolicyIndexPage(title="政策文件", slug=f"policies-{next(_numbers)}", unit=department.unit)
    add_page(root, column, department.drafter)
    clear_and_release(department, [(column, ItemRole.PAGE)], kind=ContentKind.STRUCTURE)
    return PolicyIndexPage.objects.get(pk=column.pk)


def make_document(
    department: Department,
    column: BasePage,
    *,
    kind: DocumentKind = DocumentKind.WORK_PLAN,
    title: str = "",
    **fields: Any,
) -> PolicyDocument:
    """A draft document; a 内部工作安排 unless told otherwise, so that it stands alone."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "title": title or f"关于某项工作的通知{number}",
        "slug": f"doc-{number}",
        "doc_number": f"示交规〔2026〕{number}号",
        "kind": kind,
        "signature": Signature.DEPARTMENT,
        "disclosure": Disclosure.PROACTIVE,
        "unit": department.unit,
        "written_on": date(2026, 11, 2),
        "issuer": "示例省交通运输厅",
        "kind_reason": "布置系统内部工作。",
        "body": text("<p>第一条 为了规范工作，制定本办法。</p>"),
        **fields,
    }
    page: PolicyDocument = add_page(column, PolicyDocument(**values), department.drafter)
    keep_as_history(page, department.drafter)
    return page


def make_companion_column(department: Department) -> InterpretationIndexPage:
    """A live column of interpretations under the root."""
    root = BasePage.objects.get(depth=1)
    index = InterpretationIndexPage(title="政策解读", slug="interpretations", unit=department.unit)
    add_page(root, index, department.drafter)
    clear_and_release(department, [(index, ItemRole.PAGE)], kind=ContentKind.STRUCTURE)
    return index


def make_companions(department: Department, policy: PolicyDocument) -> tuple[Any, Any]:
    """An interpretation and an infographic in their column, tied to the document."""
    index = InterpretationIndexPage.objects.first() or make_companion_column(department)
    number = next(_numbers)
    common = {"unit": department.unit, "disclosure": Disclosure.PROACTIVE}
    words = InterpretationPage(
        title=f"解读{number}", slug=f"text-{number}", body=text("<p>改了三件事。</p>"), **common
    )
    chart = InfographicPage(
        title=f"图解{number}", slug=f"chart-{number}", headline="三件事一次看懂", facts=FACTS, **common
    )
    add_page(index, words, department.drafter)
    add_page(index, chart, department.drafter)
    join_release(by=department.drafter, policy=policy, interpretation=words, infographic=chart)
    policy.refresh_from_db()
    return words, chart


FACTS = [
    ("number", {"label": "提前", "value": "7", "unit": "天", "sentence": "先说清再执行", "clause": "第七条"}),
    ("change", {"subject": "改抽成", "before": "提前3天", "after": "提前7天", "clause": "第七条"}),
    ("step", {"name": "申请", "how": "网上填表", "who": "车主", "clause": "第九条"}),
]


def submit(
    department: Department,
    members: list[tuple[Any, ItemRole]],
    *,
    kind: ContentKind = ContentKind.POLICY,
    **options: Any,
) -> ReviewSlip:
    """Send a package into review as the drafter, once its files are known under the lists of today."""
    scan_when_committed(FileKey(*row) for row in FileScan.objects.values_list("sha256", "suffix"))
    return submit_for_review(
        by=department.drafter, members=members, kind=kind, unit=department.unit, **options
    )


def approve_all(department: Department, slip: ReviewSlip) -> ReviewSlip:
    """Walk the three levels, each by its own person."""
    for person in (department.head, department.office, department.leader):
        slip = decide_step(by=person, slip=slip, verdict=Verdict.APPROVED, opinion="同意", grounds="第十七条")
    return slip


def clear(
    department: Department, members: list[tuple[Any, ItemRole]], kind: ContentKind = ContentKind.POLICY
) -> ReviewSlip:
    """Submit and walk the three levels."""
    return approve_all(department, submit(department, members, kind=kind))


def clear_and_release(
    department: Department, members: list[tuple[Any, ItemRole]], kind: ContentKind = ContentKind.POLICY
) -> ReviewSlip:
    """Submit, walk the three levels, release."""
    slip = clear(department, members, kind)
    release_slip(by=department.web, slip=slip)
    return slip


def make_attachment(by: User, *, data: bytes = b"name,fee\nA,1\n", name: str = "a.csv") -> Attachment:
    """A screened file."""
    attachment = Attachment(title=name, uploaded_by_user=by)
    attachment.file.save(name, ContentFile(data), save=False)
    attachment.save()
    return attachment
