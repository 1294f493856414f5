"""A site of any size, written straight into the tables: cleared, live, and never gone through a browser."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Locale, Revision, Site

from gongkai.clearance.digest import digests_of
from gongkai.clearance.enums import BatchKind, ContentKind, Disclosure, ItemRole, SlipState
from gongkai.clearance.models import BasePage, Clearance, ReviewSlip, SlipItem
from gongkai.clearance.usecases.release import open_batch
from gongkai.core.accounts.models import User
from gongkai.core.organisation.models import Unit
from gongkai.publishing.recheck import child_lookups
from gongkai.website.models import ArticlePage, ColumnPage, HomePage

PER_MONTH = 80
_NEWEST = datetime(2026, 11, 20, 2, tzinfo=UTC)
_WORDS = (
    "公路 水路 运输 经营者 应当 依法 取得 许可 驾驶员 车辆 检验 维护 安全 生产 责任 制度 监督 检查 公众 出行 "
    "服务 质量 信用 评价 规定 办法 实施 细则 通知 自发布之日起 三十日 内 向 县级以上 交通运输 主管部门 提出 申请 "
    "网约车 出租 客运 班线 港口 航道 桥梁 隧道 收费 公示 举报 电话 处理 结果 答复 期限 工作日"
)


class BenchSite:
    """One home page, one column, ``pages`` articles at eighty a month."""

    def __init__(self, pages: int, *, seed: int = 1) -> None:
        self._words = _WORDS.split()
        self._random = random.Random(seed)  # noqa: S311  (sample text)
        call_command("migrate", verbosity=0, interactive=False)
        self.editor = User.objects.create_user(username="bench", password=None)
        self.unit = Unit.objects.create(code="bench", name="办公室", kind="division")
        self._slips = 0
        with transaction.atomic():
            self.column = self._frame()
            self.pages = self._articles(pages)

    def _slip(self) -> ReviewSlip:
        self._slips += 1
        return ReviewSlip.objects.create(
            number=f"BENCH{self._slips}",
            title="基准测试",
            kind=ContentKind.ARTICLE,
            unit=self.unit,
            submitted_by=self.editor,
            submitted_at=_NEWEST,
        )

    def _frame(self) -> Any:
        root = BasePage.objects.get(depth=1)
        home = HomePage(title="示例省交通运输厅", slug="site", live=False, unit=self.unit)
        root.add_child(instance=home)
        column = ColumnPage(
            title="通知公告",
            slug="notices",
            live=False,
            unit=self.unit,
            column_type="notices",
            summary="要让大家知道的事。",
            in_menu=True,
        )
        home.add_child(instance=column)
        # The peers look their pages up from Wagtail's site.
        site = {"hostname": "127.0.0.1", "root_page": home}
        Site.objects.update_or_create(is_default_site=True, defaults=site)
        self.clear([HomePage.objects.get(pk=home.pk), ColumnPage.objects.get(pk=column.pk)])
        return ColumnPage.objects.get(pk=column.pk)

    def text(self, length: int) -> str:
        """Sample text of about so many characters."""
        said = ""
        while len(said) < length:
            said += self._random.choice(self._words) + ("。" if self._random.random() < 0.08 else "")
        return said

    def _articles(self, count: int) -> list[int]:
        column, kind = self.column, ContentType.objects.get_for_model(ArticlePage)
        locale = Locale.objects.get()
        rows: list[Any] = []
        for number in range(1, count + 1):
            when = _NEWEST - timedelta(days=30.4 * (count - number) / PER_MONTH)
            slug = f"a{number}"
            rows.append(
                BasePage(
                    path=BasePage._get_path(column.path, column.depth + 1, number),
                    depth=column.depth + 1,
                    numchild=0,
                    title=f"关于{self.text(14)}的通知（{number}）",
                    draft_title="",
                    slug=slug,
                    url_path=f"{column.url_path}{slug}/",
                    content_type=kind,
                    locale=locale,
                    live=False,
                    owner=self.editor,
                    unit=self.unit,
                    disclosure=Disclosure.PROACTIVE,
                    first_published_at=when,
                    last_published_at=when,
                )
            )
        made = BasePage.objects.bulk_create(rows, batch_size=500)
        self._children([row.pk for row in made])
        BasePage.objects.filter(pk=column.pk).update(numchild=count)
        ids = [row.pk for row in made]
        for start in range(0, count, 500):
            self.clear(list(ArticlePage.objects.filter(pk__in=ids[start : start + 500]).order_by("pk")))
        return ids

    def _children(self, ids: Sequence[int]) -> None:
        """Rows of the article's own table, which ``bulk_create`` cannot write."""
        fields = ArticlePage._meta.local_concrete_fields
        columns = ", ".join(f'"{field.column}"' for field in fields)
        marks = ", ".join(["%s"] * len(fields))
        sql = f'INSERT INTO "{ArticlePage._meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608
        rows: list[Any] = []
        for pk in ids:
            body = json.dumps([{"type": "text", "value": f"<p>{self.text(700)}</p>", "id": f"b{pk}"}])
            values = {
                "basepage_ptr": pk,
                "summary": self.text(40)[:100],
                "body": body,
                "source": "本厅办公室",
            }
            rows.append([values.get(field.name, "") for field in fields])
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)

    def clear(self, pages: Sequence[Any]) -> None:
        """Grant pages as they stand and put them live."""
        fresh: list[Any] = []
        for kind in {type(page) for page in pages}:
            rows = kind.objects.filter(pk__in=[page.pk for page in pages if type(page) is kind])
            fresh.extend(rows.prefetch_related(*child_lookups(kind)))
        base = ContentType.objects.get_for_model(BasePage)
        revisions = Revision.objects.bulk_create(
            Revision(
                content_type=page.content_type,
                base_content_type=base,
                object_id=str(page.pk),
                created_at=_NEWEST,
                user=self.editor,
                content={},
            )
            for page in fresh
        )
        self._grant(fresh, revisions, base)
        for page, revision in zip(fresh, revisions, strict=True):
            page_row = BasePage.objects.filter(pk=page.pk)
            page_row.update(live=True, live_revision=revision, cleared_revision=revision.pk)

    def _grant(self, pages: Sequence[Any], revisions: Sequence[Revision], base: ContentType) -> None:
        slip = self._slip()
        carried = [
            {
                "slip": slip,
                "content_type": base,
                "object_id": str(page.pk),
                "revision": revision,
                "digest": digest,
            }
            for page, revision, digest in zip(pages, revisions, digests_of(pages), strict=True)
        ]
        SlipItem.objects.bulk_create(
            SlipItem(role=ItemRole.PAGE, title=slip.title, is_open=False, **each) for each in carried
        )
        ReviewSlip.objects.filter(pk=slip.pk).update(state=SlipState.GRANTED)
        Clearance.objects.bulk_create(
            Clearance(granted_at=_NEWEST, granted_by=self.editor, **each) for each in carried
        )

    def edit(self, pk: int) -> None:
        """Change one article, clear it and hand the publisher its batch."""
        with transaction.atomic():
            ArticlePage.objects.filter(pk=pk).update(summary=self.text(40)[:100])
            page = ArticlePage.objects.get(pk=pk)
            self.clear([page])
            open_batch(kind=BatchKind.RELEASE, by=self.editor, objects=[page])
