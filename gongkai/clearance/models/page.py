"""The base page of this installation (ADR 0002): every page is gated."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat
from wagtail.models import AbstractPage, PageManager
from wagtail.models.pages import AbstractPageMeta
from wagtail.query import PageQuerySet

from gongkai.clearance.enums import Disclosure, SlipState, WithheldGround
from gongkai.clearance.models.gate import Clearance, GatedMixin, live_only_if_cleared
from gongkai.clearance.models.review import SlipItem
from gongkai.clearance.permissions import GatedPagePermissionTester, title_as_shown
from gongkai.clearance.rules.addresses import (
    HELD_NOT_MOVED,
    LIVE_NOT_MOVED,
    AddressFacts,
    reasons_against_leaving_behind,
    reasons_against_readdressing,
)
from gongkai.clearance.rules.reevaluation import EVALUATED_IS_KEPT
from gongkai.clearance.rules.release import KEPT_FOR_RECORD, SENT_IS_KEPT
from gongkai.core.reasons import Reason, refuse_if
from gongkai.core.title_marks import in_title_marks

ROOT_PATH = "0001"
"""The place of the tree's root, which has no content and no address. Triggers hold that nothing else takes it."""
ADDRESS_MARK = "#"


class GatedPageQuerySet(PageQuerySet):
    def public(self) -> GatedPageQuerySet:
        """Pages a citizen may see: live, and in the current release. Hides Wagtail's looser meaning."""
        return self.filter(live=True, public_since__isnull=False)

    def ever_cleared(self) -> GatedPageQuerySet:
        """Pages of which some revision has been cleared."""
        return self.filter(Exists(_clearances_of(OuterRef("pk"))))

    def ever_sent(self) -> GatedPageQuerySet:
        """Pages that some slip carries or carried."""
        return self.filter(Exists(_items_of(OuterRef("pk"))))

    def held(self) -> GatedPageQuerySet:
        """Pages under review, or cleared and waiting to go live."""
        waits = Q(slip__state=SlipState.GRANTED, slip__released_at=None)
        return self.filter(Exists(_items_of(OuterRef("pk")).filter(Q(is_open=True) | waits)))

    def with_traces(self) -> GatedPageQuerySet:
        """The same pages with what decides whether each may be deleted or moved, for listings: ``was_cleared``
        (itself), ``cleared_below``, ``live_below`` and ``held_below`` (itself or below it); and ``explained``, the
        document of its joint release.
        """
        # Bounds rather than LIKE: a pattern that differs by row uses no index. Steps of a path are of 0-9 and A-Z.
        below = BasePage.objects.order_by().filter(
            path__gte=OuterRef("path"),
            path__lte=Concat(OuterRef("path"), Value(BasePage.alphabet[-1] * BasePage.steplen)),
        )
        return self.annotate(
            was_cleared=Exists(_clearances_of(OuterRef("pk"))),
            cleared_below=Exists(below.ever_cleared()),
            live_below=Exists(below.filter(live=True)),
            held_below=Exists(below.held()),
            explained=F("joint_release__policy"),
        )


def _clearances_of(page: Any) -> models.QuerySet[Clearance]:
    """Clearances of a page, its key given as an expression."""
    page_type = ContentType.objects.get_for_model(BasePage)
    return Clearance.objects.filter(content_type=page_type, object_id=Cast(page, models.CharField()))


def _items_of(page: Any) -> models.QuerySet[SlipItem]:
    """What slips carry of a page, its key given as an expression."""
    page_type = ContentType.objects.get_for_model(BasePage)
    return SlipItem.objects.filter(content_type=page_type, object_id=Cast(page, models.CharField()))


GatedPageManager = PageManager.from_queryset(GatedPageQuerySet)


class BasePage(GatedMixin, AbstractPage):
    """A page that can be live only at its cleared revision."""

    needs_joint = models.BooleanField("须与解读、图解同步", default=False, editable=False)
    joint_release = models.ForeignKey(
        "clearance.JointRelease",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="同步发布组",
    )
    interpretation_debt = models.ForeignKey(
        "clearance.InterpretationDebt",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="解读欠账",
    )

    withheld_ground = models.CharField(
        "不予公开的法定理由", max_length=20, choices=WithheldGround.choices, blank=True, default=""
    )

    objects = GatedPageManager()

    # The place beside a document that this kind of page is made for (an ``ItemRole``); none for most.
    joint_role: ClassVar[str] = ""

    settings_panels = []
    private_page_options = []

    class Meta(AbstractPageMeta):
        verbose_name = "页面"
        verbose_name_plural = "页面"
        constraints = [
            live_only_if_cleared("page_live_only_if_cleared", exempt=Q(depth=1)),
            models.CheckConstraint(
                name="page_live_only_if_joint",
                condition=Q(live=False)
                | Q(needs_joint=False)
                | Q(joint_release__isnull=False)
                | Q(interpretation_debt__isnull=False),
                violation_error_message="政策文件应与解读、图解同步公开，不得单独上线。",
            ),
            models.CheckConstraint(
                name="page_live_only_if_proactive",
                condition=Q(live=False) | Q(disclosure__in=["", Disclosure.PROACTIVE]),
                violation_error_message="公开属性不是主动公开，不得上线。",
            ),
        ]

    def is_gate_exempt(self) -> bool:
        return self.path == ROOT_PATH

    def subject_for_digest(self) -> BasePage:
        """This instance if it is the specific one; else the specific row with this instance's own values laid over."""
        if self.specific_class is None or isinstance(self, self.specific_class):
            return self
        specific = self.specific_class._default_manager.get(pk=self.pk)
        for field in BasePage._meta.concrete_fields:
            if field.attname in self.__dict__:
                setattr(specific, field.attname, self.__dict__[field.attname])
        return specific

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """As the mixin's, and refused where it would take a public page from its address.

        Every route to another address ends here: Wagtail's move action saves the page at its new place, whoever
        called it, and a changed slug is saved with the page. A trigger holds the same for whoever writes SQL.
        """
        fields = kwargs.get("update_fields")
        if self.pk is not None and (fields is None or {"slug", "url_path"} & set(fields)):
            refuse_if(reasons_against_readdressing(self.address_facts()), act="改变地址")
        if isinstance(self, self.specific_class or BasePage) and kwargs.get("update_fields") is None:
            self.needs_joint = self.requires_joint_release()
        return super().save(*args, **kwargs)

    def address_facts(self, *, is_new_version: bool = False) -> AddressFacts:
        """What the rule needs to judge the address that this row has in memory against the one it has now.

        ``is_new_version`` says that it is to go live as another version than the public one.
        """
        stored = BasePage.objects.filter(pk=self.pk).first()
        if stored is None or (stored.slug, stored.url_path) == (self.slug, self.url_path):
            return AddressFacts(str(self), is_other_address=False, stays_public=False, public_below=0)
        is_same = self.live_revision_id == stored.live_revision_id and not is_new_version
        return AddressFacts(
            title=str(self),
            is_other_address=True,
            stays_public=stored.live and self.live and is_same,
            public_below=stored.get_descendants().filter(live=True).count(),
        )

    def permissions_for_user(self, user: Any) -> GatedPagePermissionTester:
        return GatedPagePermissionTester(user, self)

    def get_admin_display_title(self) -> str:
        """As Wagtail's in lists, crumbs and chosen values; of a page sealed from the viewer only that it is."""
        return title_as_shown(self, super().get_admin_display_title())

    def get_lock(self) -> Any:
        """A page under review is closed to everybody, reviewers included (four eyes)."""
        from gongkai.clearance.locks import review_lock_for

        return review_lock_for(self) or super().get_lock()

    def has_been_cleared(self) -> bool:
        """Whether some revision of this page has been cleared; free of charge where a listing has loaded it."""
        if "was_cleared" in self.__dict__:
            return bool(self.__dict__["was_cleared"])
        return BasePage.objects.filter(pk=self.pk).ever_cleared().exists()

    def has_cleared_below(self) -> bool:
        """Whether this page or one below it has been cleared; free of charge where a listing has loaded it."""
        if "cleared_below" in self.__dict__:
            return bool(self.__dict__["cleared_below"])
        return self._tree().ever_cleared().exists()

    def has_live_below(self) -> bool:
        """Whether this page or one below it is public; free of charge where a listing has loaded it."""
        if "live_below" in self.__dict__:
            return bool(self.__dict__["live_below"])
        return self._tree().filter(live=True).exists()

    def explained_id(self) -> int | None:
        """Key of the document of its joint release, which may be itself; free of charge where a listing has loaded it."""
        if "explained" in self.__dict__:
            loaded: int | None = self.__dict__["explained"]
            return loaded
        return self.joint_release.policy_id if self.joint_release is not None else None

    @property
    def status_string(self) -> str:
        """Where it stands, in Wagtail's listings and choosers; what was public and is not any more is no draft."""
        if not self.live and self.first_published_at is not None:
            return "已撤下"
        return str(super().status_string)

    def placement(self) -> str:
        """Where the page stands: the keys of the pages above it, from the root, and a mark of their address.

        Its own part of the address lies in its digest. The mark is a hash, since an address has no bounds.
        """
        above = list(self.get_ancestors().order_by("depth").values_list("pk", "url_path"))
        address = above[-1][1] if above else ""
        mark = hashlib.sha256(address.encode()).hexdigest()[:16]
        return "/".join(str(pk) for pk, _ in above) + f"{ADDRESS_MARK}{mark}"

    def stands_at(self, placement: str) -> bool:
        """Whether it stands where it did; a place noted before the address was noted, too, is judged without it."""
        here = self.placement()
        return placement in (here, here.partition(ADDRESS_MARK)[0])

    def waiting_below(self, together: Collection[int] = ()) -> list[str]:
        """Titles of what is under review or waits to go live below it, less the pages that go ``together`` with it."""
        below: Any = self.get_descendants().order_by("path")
        return [title_as_shown(page, page.title) for page in below.held().exclude(pk__in=together)]

    def reasons_beside_others(self, together: Collection[int] = ()) -> list[Reason]:
        """As the mixin's, and where it gets another address, what waits below it at the old one.

        Decided so, and not that all of it has to be read again at once: whoever renames a column is told whom it
        concerns, before the reviewers' work is lost. Should a column be renamed past this, what waits below it counts
        as moved, by its :meth:`placement`.
        """
        reasons: list[Reason] = super().reasons_beside_others(together)
        if self.address_facts(is_new_version=True).is_other_address:
            reasons += reasons_against_leaving_behind(str(self), self.waiting_below(together))
        return reasons

    def has_held_below(self) -> bool:
        """Whether this page or one below it is under review or waits to go live; free of charge in a listing."""
        if "held_below" in self.__dict__:
            return bool(self.__dict__["held_below"])
        return self._tree().held().exists()

    def _tree(self) -> GatedPageQuerySet:
        """This page and all below it."""
        pages: GatedPageQuerySet = self.get_descendants(inclusive=True).order_by()
        return pages

    def reasons_against_deleting(self) -> list[Reason]:
        """What was public leaves a trace, and slips keep what they carried: neither goes, nor anything above it."""
        if self._tree().ever_cleared().exists():
            message = f"{in_title_marks(self)}或其下内容审定过，不能删除。"
            return [KEPT_FOR_RECORD.reason(message, remedy="不再适用的，请用“撤下”并写明理由。")]
        if self._tree().ever_sent().exists():
            remedy = "不再需要的，留作草稿即可，不会公开；正在审查的，可以由送审人撤回。"
            message = f"{in_title_marks(self)}或其下内容送审过，不能删除。"
            return [SENT_IS_KEPT.reason(message, remedy=remedy)]
        if self._tree().filter(Q(evaluations__isnull=False) | Q(openings__isnull=False)).exists():
            message = f"{in_title_marks(self)}或其下内容列入过定期评估，不能删除。"
            return [EVALUATED_IS_KEPT.reason(message, remedy="不再需要的，留作草稿即可，不会公开。")]
        return []

    def reasons_against_archiving(self, day: date) -> list[Reason]:
        """What speaks against marking it as archived on a day, besides the rule: such as that it is still in force."""
        return []

    def reasons_against_act(self, act: str) -> list[Reason]:
        """Why one of Wagtail's own acts (删除, 取消发布, 移动) is closed for this page, with what to do instead."""
        if act == "删除":
            return self.reasons_against_deleting()
        remedy = "不再适用的，请用“撤下”并写明理由；要换地方的，撤下后在新栏目重新送审。"
        if act == "取消发布" and self.live:
            return [
                KEPT_FOR_RECORD.reason(f"{in_title_marks(self)}正在公开，不能直接取消发布。", remedy=remedy)
            ]
        if act == "移动" and self.has_live_below():
            return [
                LIVE_NOT_MOVED.reason(f"{in_title_marks(self)}或其下内容正在公开，不能移动。", remedy=remedy)
            ]
        if act == "移动" and self.has_held_below():
            message = f"{in_title_marks(self)}或其下内容正在审查，或已审定待上线，不能移动。"
            remedy = "正在审查的，请送审人先撤回，移动后重新送审；已审定的，请在新栏目另起草一份送审。"
            return [HELD_NOT_MOVED.reason(message, remedy=remedy)]
        return []

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused once anything here has been cleared."""
        refuse_if(self.reasons_against_deleting(), act="删除")
        return super().delete(*args, **kwargs)
