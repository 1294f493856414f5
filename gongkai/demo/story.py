"""The story of the demonstration, each act done by the person whose office it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Site

from gongkai.clearance.enums import ContentKind, Disclosure, ItemRole, Verdict
from gongkai.clearance.file_keys import key_of
from gongkai.clearance.models import Attachment, BasePage, Dataset, DutyShift, FinalReviewTask
from gongkai.clearance.queries import package_of
from gongkai.clearance.usecases.datasets import create_dataset_version
from gongkai.clearance.usecases.decision import decide_step
from gongkai.clearance.usecases.joint import join_release
from gongkai.clearance.usecases.release import release_slip
from gongkai.clearance.usecases.reports import run_file_scan
from gongkai.clearance.usecases.submission import submit_for_review
from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Unit
from gongkai.demo import content, content_site
from gongkai.duties.dossiers.models import Dossier
from gongkai.duties.dossiers.usecases.pages import adopt_history
from gongkai.duties.interpretations.models import InfographicPage, InterpretationIndexPage, InterpretationPage
from gongkai.duties.policies.models import PolicyAttachment, PolicyDocument, PolicyIndexPage
from gongkai.website.facts import FACTS
from gongkai.website.models import ArticlePage, ColumnPage, HomePage, OpenGovernmentPage


@dataclass
class Cast:
    """Who plays."""

    users: dict[str, User]
    units: dict[str, Unit]

    def user(self, name: str) -> User:
        """A person by user name."""
        return self.users[name]


_BEFORE = "本系统启用以前印发，办文记录在原 OA 系统。"


def add(parent: BasePage, page: Any, by: User) -> Any:
    """Add a draft page with its first revision, or find it again under its address."""
    known = type(page).objects.child_of(parent).filter(slug=page.slug).first()
    if known is not None:
        return known
    page.live = False
    page.owner = by
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page


def add_document(cast: Cast, library: PolicyIndexPage, document: PolicyDocument, by: User) -> PolicyDocument:
    """A document made before this system, with its dossier."""
    page: PolicyDocument = add(library, document, by)
    if not Dossier.objects.filter(page=page).exists():
        adopt_history(by=cast.user("bangongshi2"), page=page, reason=_BEFORE)
    return page


def clear_and_release(
    cast: Cast, members: list[tuple[Any, ItemRole]], kind: ContentKind, *, by: str, head: str, unit: str
) -> None:
    """Three levels by three people, then release; leaves alone what is live already."""
    if all(_is_live(target) for target, _ in members):
        return
    slip = submit_for_review(by=cast.user(by), members=members, kind=kind, unit=cast.units[unit])
    leader = slip.unit.supervised_by if unit != "bgs" else cast.user("tingling")
    for reviewer, opinion, grounds in (
        (cast.user(head), "内容属实，同意公开。", ""),
        (cast.user("baomi"), "不涉密，同意公开。", "《政府信息公开条例》第十七条"),
        (leader, "同意。", ""),
    ):
        slip = decide_step(by=reviewer, slip=slip, verdict=Verdict.APPROVED, opinion=opinion, grounds=grounds)
    release_slip(by=cast.user("wangzhan"), slip=slip)


def _is_live(target: Any) -> bool:
    if isinstance(target, Dataset):
        return Dataset.objects.filter(pk=target.pk, live_version__isnull=False).exists()
    return bool(type(target).objects.filter(pk=target.pk, live=True).exists())


def set_up_duty(cast: Cast) -> None:
    """Roster of the coming fortnight, and who decides where the office drafted."""
    FinalReviewTask.objects.filter(alternate=None).update(alternate=cast.user("tingling"))
    today = timezone.localdate()
    for offset in range(14):
        DutyShift.objects.get_or_create(
            day=today + timedelta(days=offset),
            defaults={"leader": cast.user("tingling2"), "checker": cast.user("bangongshi2")},
        )


def set_up_site(cast: Cast) -> HomePage:
    """Home page, columns and the facts of the site, cleared as one package of structure."""
    office, units = cast.user("bangongshi2"), cast.units
    root = BasePage.objects.get(depth=1)
    home = add(root, HomePage(title="首页", slug="home", unit=units["bgs"], **_home_fields()), office)
    Site.objects.update(root_page_id=home.pk, site_name=content_site.SITE_FACTS["name"])
    pages = [home]
    for row in content_site.COLUMNS:
        pages.append(add(home, ColumnPage(unit=units["bgs"], **row), office))
    library = PolicyIndexPage(title="政策文件", slug="policies", unit=units["bgs"])
    library.introduction = "厅里发的文件都在这里，管不管用一眼能看出来。"
    reading = InterpretationIndexPage(title="政策解读", slug="interpretations", unit=units["bgs"])
    reading.introduction = "文件说了什么、跟您有什么关系，用人话再讲一遍。"
    pages += [add(home, library, office), add(home, reading, office)]
    government = OpenGovernmentPage(
        title="政府信息公开", slug="zfxxgk", unit=units["bgs"], summary="法定公开的内容，按四个部分放在这里。"
    )
    government = add(home, government, office)
    pages.append(government)
    for row in content_site.OPEN_GOVERNMENT_COLUMNS:
        pages.append(add(government, ColumnPage(unit=units["bgs"], **row), office))
    members = [(page, ItemRole.PAGE) for page in pages]
    clear_and_release(cast, members, ContentKind.STRUCTURE, by="bangongshi2", head="bangongshi", unit="bgs")
    _set_up_facts(cast)
    return HomePage.objects.get(pk=home.pk)


def _home_fields() -> dict[str, Any]:
    exits = [
        ("查文件", "/policies/"),
        ("看解读", "/interpretations/"),
        ("看公告", "/notices/"),
        ("信息公开", "/zfxxgk/"),
    ]
    hot = [
        ("货车年审", "/search/?q=货车年审"),
        ("网约车抽成", "/search/?q=抽成"),
        ("农村客运", "/search/?q=农村客运"),
    ]
    return {
        "exits": [("exit", {"title": title, "url": url, "note": ""}) for title, url in exits],
        "hot": [("link", {"title": title, "url": url}) for title, url in hot],
    }


def _set_up_facts(cast: Cast) -> None:
    dataset, _ = Dataset.objects.get_or_create(
        key="site", defaults={"title": "网站基本信息", "unit": cast.units["bgs"]}
    )
    if dataset.live_version_id is not None:
        return
    rows = [
        (fact.code, {"label": fact.label, "value": content_site.SITE_FACTS.get(fact.code, "")})
        for fact in FACTS
    ]
    create_dataset_version(by=cast.user("bangongshi2"), dataset=dataset, rows=rows, note="首次建立")
    clear_and_release(
        cast,
        [(dataset, ItemRole.DATASET)],
        ContentKind.DATASET,
        by="bangongshi2",
        head="bangongshi",
        unit="bgs",
    )


def tell_news(cast: Cast, home: HomePage) -> None:
    """News, notices and what the law asks to be public, of the transport division."""
    for row in (*content_site.NEWS, *content_site.ENTRIES):
        column = ColumnPage.objects.descendant_of(home).get(slug=row["column"])
        article = ArticlePage(
            title=row["title"],
            slug=row["slug"],
            summary=row["summary"],
            body=[("text", row["body"])],
            source="本厅运输处",
            unit=cast.units["ysc"],
            disclosure=Disclosure.PROACTIVE,
        )
        article = add(column, article, cast.user("qicao"))
        clear_and_release(
            cast, [(article, ItemRole.PAGE)], ContentKind.ARTICLE, by="qicao", head="chuzhang", unit="ysc"
        )


def tell_documents(cast: Cast) -> None:
    """Documents with their companions: two public, one under review; a routine notice that needs none; a draft."""
    library = PolicyIndexPage.objects.get()
    reading = InterpretationIndexPage.objects.get()
    for row in content.DOCUMENTS:
        drafter = cast.user(row["drafter"])
        common = {"unit": cast.units[row["unit"]], "disclosure": Disclosure.PROACTIVE}
        policy = add_document(cast, library, _document(row["document"], common, drafter), drafter)
        text = add(reading, InterpretationPage(**_fields(row["interpretation"]), **common), drafter)
        chart = add(reading, InfographicPage(**row["infographic"], **common), drafter)
        if policy.joint_release_id is None:
            join_release(by=drafter, policy=policy, interpretation=text, infographic=chart)
            policy = PolicyDocument.objects.get(pk=policy.pk)
            _walk(cast, policy, row)
    routine = PolicyDocument(
        **_fields(content.ROUTINE_DOCUMENT), unit=cast.units["ysc"], disclosure=Disclosure.PROACTIVE
    )
    routine = add_document(cast, library, routine, cast.user("qicao"))
    clear_and_release(cast, package_of(routine), ContentKind.POLICY, by="qicao", head="chuzhang", unit="ysc")


def _document(row: dict[str, Any], common: dict[str, Any], drafter: User) -> PolicyDocument:
    fields = _fields(row)
    files = fields.pop("attachments", [])
    document = PolicyDocument(**fields, **common)
    document.attachments = [
        PolicyAttachment(attachment=_attachment(file, drafter), title=file["title"]) for file in files
    ]
    return document


def _attachment(row: dict[str, Any], by: User) -> Attachment:
    """A table as a file that opens in any spreadsheet; found again by its title."""
    known = Attachment.objects.filter(title=row["title"]).first()
    if known is not None:
        return known
    body = "\ufeff" + "".join(",".join(cells) + "\r\n" for cells in row["rows"])
    file = ContentFile(body.encode(), name=row["file"])
    attachment = Attachment.objects.create(title=row["title"], file=file, uploaded_by_user=by)
    run_file_scan(file=key_of(attachment))  # no worker runs yet, and the story sends it at once
    return attachment


def _fields(row: dict[str, Any]) -> dict[str, Any]:
    """Model fields of a row of content; its short markup becomes a body of blocks."""
    return {**row, "body": content.blocks(row["body"])}


def _walk(cast: Cast, policy: PolicyDocument, row: dict[str, Any]) -> None:
    members = package_of(policy)
    if row["state"] == "live":
        clear_and_release(
            cast, members, ContentKind.POLICY, by=row["drafter"], head=row["head"], unit=row["unit"]
        )
        return
    slip = submit_for_review(
        by=cast.user(row["drafter"]), members=members, kind=ContentKind.POLICY, unit=cast.units[row["unit"]]
    )
    decide_step(
        by=cast.user(row["head"]), slip=slip, verdict=Verdict.APPROVED, opinion="同意，请办公室复审。"
    )
