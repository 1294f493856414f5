"""The two publishable shapes (design invariant 1), told apart here for every verb of the gate.

A *document* (page or snippet) is a row that is public at one of its revisions; a *data set* is a row that points at
one of its immutable versions. :func:`shape_of` gives what a verb needs of the object, :mod:`gongkai.clearance.versions`
what it needs of the exact version that a slip or a clearance holds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Site

from gongkai.clearance import queries
from gongkai.clearance.models import (
    BasePage,
    Clearance,
    Dataset,
    DatasetRow,
    DatasetVersion,
    InterpretationDebt,
    JointRelease,
)
from gongkai.clearance.versions import DocumentVersion, RowsVersion, Version, version_of
from gongkai.core.accounts.models import User


class Shape(ABC):
    """Something publishable, as the gate handles it."""

    def __init__(self, target: Any) -> None:
        self.target = target

    @property
    @abstractmethod
    def live_version_id(self) -> int | None:
        """Key of the version that is public; None while nothing is."""

    @abstractmethod
    def latest(self) -> Version | None:
        """The newest version, read only."""

    @abstractmethod
    def make_version(self, by: User) -> Version:
        """A new version with the content of the newest one."""

    @abstractmethod
    def seal(self, version: Version, at: datetime) -> None:
        """From now on the version does not change."""

    @abstractmethod
    def take_down(self, by: User) -> None:
        """Nothing of it is public any more."""

    def has_companions(self) -> bool:
        """Whether it is tied to an interpretation and an infographic, or excused for now."""
        return False

    def explained_by(self) -> list[Any]:
        """What explains it, public or not."""
        return []

    def companions(self) -> list[Any]:
        """Public objects that go down with it."""
        return [page for page in self.explained_by() if page.live]

    def supported_live_policy(self) -> str:
        """Title of the public document that cannot stand without it."""
        return ""

    def live_children(self) -> int:
        """How many public objects stand below it."""
        return 0

    def below(self) -> list[Any]:
        """Everything that stands below it, public or not."""
        return []

    def public_below(self) -> list[Any]:
        """Public objects that stand below it."""
        return []

    def is_home(self) -> bool:
        """Whether it is what the whole site hangs on."""
        return False

    def placement(self) -> str:
        """Where it stands, for a page; empty for what has no place of its own."""
        return ""

    def is_spent(self, version: Version) -> bool:
        """Whether the clearance of a version went with a withdrawal: to come back takes a new review."""
        clearance = version.clearances().first()
        withdrawal = queries.latest_withdrawal_of(self.target)
        return clearance is not None and withdrawal is not None and withdrawal.at >= clearance.granted_at

    def is_outrun(self, version: Version) -> bool:
        """Whether something a cleared version uses was changed since: cleared again, it takes a version of its own."""
        clearance = version.clearances().first()
        return clearance is not None and not version.is_at(clearance.digest)

    def version_to_send(self, by: User) -> Version | None:
        """The newest version, made anew where a draft has no revision yet or its clearance no longer holds."""
        version = self.latest()
        if version is None:
            return None
        if version.row is None or self.is_spent(version) or self.is_outrun(version):
            return self.make_version(by)
        return version

    def hashes_ever_cleared(self) -> set[str]:
        """Digests of every version ever cleared, and the hashes of the files in them."""
        rows = Clearance.objects.filter(
            content_type=queries.base_type_of(self.target), object_id=str(self.target.pk)
        )
        hashes: set[str] = set()
        for clearance in rows.select_related("revision", "dataset_version"):
            hashes |= {clearance.digest, *clearance.file_hashes} | version_of(clearance).file_hashes()
        return hashes


class DocumentShape(Shape):
    """A page or a snippet."""

    @property
    def live_version_id(self) -> int | None:
        return self.target.live_revision_id if self.target.live else None

    def latest(self) -> Version:
        return DocumentVersion(self.target.get_latest_revision(), self.target.get_latest_revision_as_object())

    def make_version(self, by: User) -> Version:
        document = self.target.get_latest_revision_as_object()
        revision = document.save_revision(user=by, changed=False, clean=False)
        return DocumentVersion(revision, revision.as_object())

    def seal(self, version: Version, at: datetime) -> None:
        """A revision on a slip is frozen by the slip item itself."""

    def take_down(self, by: User) -> None:
        UnpublishAction(self.target, user=by).execute(skip_permission_checks=True)
        self.target.public_since = None
        self.target.save(update_fields=["public_since"])

    def has_companions(self) -> bool:
        page = self.target
        return isinstance(page, BasePage) and bool(page.joint_release_id or page.interpretation_debt_id)

    def explained_by(self) -> list[Any]:
        if not isinstance(self.target, BasePage):
            return []
        joint = JointRelease.objects.filter(policy=self.target.pk).first()
        return [page.specific for page in (joint.interpretation, joint.infographic)] if joint else []

    def supported_live_policy(self) -> str:
        if not isinstance(self.target, BasePage):
            return ""
        explains = Q(interpretation=self.target.pk) | Q(infographic=self.target.pk)
        joint = JointRelease.objects.filter(explains, policy__live=True).select_related("policy").first()
        return joint.policy.title if joint else ""

    def live_children(self) -> int:
        if not isinstance(self.target, BasePage):
            return 0
        below: int = self.target.get_descendants().filter(live=True).count()
        return below

    def below(self) -> list[Any]:
        return list(self.target.get_descendants().specific()) if isinstance(self.target, BasePage) else []

    def public_below(self) -> list[Any]:
        if not isinstance(self.target, BasePage):
            return []
        return list(self.target.get_descendants().filter(live=True).specific())

    def placement(self) -> str:
        return self.target.placement() if isinstance(self.target, BasePage) else ""

    def is_home(self) -> bool:
        if not isinstance(self.target, BasePage):
            return False
        return self.target.is_gate_exempt() or Site.objects.filter(root_page=self.target.pk).exists()


class DatasetShape(Shape):
    """A data set."""

    @property
    def live_version_id(self) -> int | None:
        version: int | None = self.target.live_version_id
        return version

    def latest(self) -> Version | None:
        row = self.target.versions.order_by("-number").first()
        return RowsVersion(row) if row is not None else None

    def make_version(self, by: User) -> Version:
        latest = self.target.versions.order_by("-number").first()
        row = DatasetVersion.objects.create(
            dataset=self.target,
            number=latest.number + 1,
            note=latest.note,
            created_by=by,
            created_at=timezone.now(),
        )
        rows = latest.rows.order_by("position")
        DatasetRow.objects.bulk_create(
            DatasetRow(version=row, position=old.position, key=old.key, values=old.values) for old in rows
        )
        return RowsVersion(row)

    def seal(self, version: Version, at: datetime) -> None:
        DatasetVersion.objects.filter(pk=version.row.pk, sealed_at=None).update(sealed_at=at)

    def take_down(self, by: User) -> None:
        self.target.live_version = None
        self.target.cleared_version = None
        self.target.public_since = None
        self.target.save(update_fields=["live_version", "cleared_version", "public_since"])


def shape_of(target: Any) -> Shape:
    """The shape of a page, a snippet or a data set."""
    return DatasetShape(target) if isinstance(target, Dataset) else DocumentShape(target)


def purged_together(target: Any) -> list[Any]:
    """An object, what is public below it, and the companions of each: 紧急清除 reaches all of it in one act."""
    members = [target, *shape_of(target).public_below()]
    members += [page for member in members for page in shape_of(member).companions()]
    return _each_once(members)


def sealed_together(target: Any) -> list[Any]:
    """An object, all that is below it, and what explains each, public or not: a suspected leak closes all of it."""
    members = [target, *shape_of(target).below()]
    members += [page for member in members for page in shape_of(member).explained_by()]
    return _each_once(members)


def was_public(target: Any) -> bool:
    """Whether an object is public or once was: its bytes lie in releases that are kept."""
    return shape_of(target).live_version_id is not None or bool(getattr(target, "first_published_at", None))


def _each_once(members: Iterable[Any]) -> list[Any]:
    return list({(queries.base_type_of(member).pk, member.pk): member for member in members}.values())


def left_alone_by(group: Iterable[Any]) -> list[tuple[Any, ...]]:
    """Public documents that a purge of these objects would leave without an interpretation or infographic, each with
    what else of its group is public; not those that an open debt excuses, nor those that go themselves.
    """
    pages = [member.pk for member in group if isinstance(member, BasePage)]
    explains = Q(interpretation__in=pages) | Q(infographic__in=pages)
    excused = InterpretationDebt.objects.filter(paid_at=None).values("policy")
    joints = JointRelease.objects.filter(explains, policy__live=True).exclude(policy__in=[*pages])
    joints = joints.exclude(policy__in=excused).select_related("policy", "interpretation", "infographic")
    return [
        (
            joint.policy.specific,
            *(
                page.specific
                for page in (joint.interpretation, joint.infographic)
                if page.live and page.pk not in pages
            ),
        )
        for joint in joints.order_by("policy")
        if joint.policy.needs_joint
    ]


def lock_targets(targets: Iterable[Any]) -> list[Any]:
    """Lock the rows of these objects for the transaction and read them anew, in the order given.

    Rows are locked in one order (kind, key) whoever asks, so that two packages with common members wait for each
    other and never for ever.
    """
    wanted = [(queries.base_type_of(target), target.pk) for target in targets]
    locked: dict[tuple[int, Any], Any] = {}
    for kind, pk in sorted(wanted, key=lambda pair: (pair[0].pk, pair[1])):
        model: Any = kind.model_class()
        row = model._base_manager.select_for_update().get(pk=pk)
        locked[kind.pk, pk] = row.specific if isinstance(row, BasePage) else row
    return [locked[kind.pk, pk] for kind, pk in wanted]
