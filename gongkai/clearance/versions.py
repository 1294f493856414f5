"""The exact version of something publishable that a slip or a clearance holds (design invariant 1).

Of a *document* it is a revision, of a *data set* one of its immutable versions; :func:`version_of` tells them apart.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from copy import copy
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ValidationError

from gongkai.clearance.digest import (
    all_digests_of,
    content_of,
    digest_of,
    files_used,
    matches,
    version_digest,
)
from gongkai.clearance.enums import Disclosure
from gongkai.clearance.models import (
    BasePage,
    Clearance,
    DatasetVersion,
    SlipItem,
)
from gongkai.clearance.queries.files import (
    names_of_altered_files,
    names_of_files_with,
    names_of_removed_files,
    names_of_unread_files,
)
from gongkai.clearance.rules.addresses import reasons_against_readdressing
from gongkai.clearance.rules.review import INCOMPLETE
from gongkai.clearance.rules.storing import reasons_against_storing
from gongkai.core.reasons import Reason
from gongkai.core.title_marks import in_title_marks

_FILL = "请打开编辑，在这一栏改好后再送审。"


def needs_joint_if_public(document: Any) -> bool:
    """Whether it needs its companions, taken as 主动公开 while nobody has decided: nothing else is ever released.

    So that all that is missing is told at once, and not only after 公开属性 has been chosen.
    """
    if not document.disclosure:
        document = copy(document)
        document.disclosure = Disclosure.PROACTIVE
    return bool(document.requires_joint_release())


class Version(ABC):
    """One version of something publishable, as it is sent, cleared and compared.

    ``field`` is the field of slip items and clearances that holds it; ``row`` is what they hold.
    """

    field: ClassVar[str]
    row: Any
    title: str
    has_unit: bool
    disclosure = ""
    withheld_ground: str | None = None
    needs_disclosure = False
    needs_joint = False

    @abstractmethod
    def digest(self) -> str:
        """Digest of the version as it stands now."""

    def is_at(self, digest: str) -> bool:
        """Whether it is still what was sent or cleared at this digest."""
        return self.digest() == digest

    @abstractmethod
    def content(self) -> Mapping[str, Any]:
        """Its content as plain data, to compare it with another version."""

    def is_among(self, digests: frozenset[str]) -> bool:
        """Whether one of these digests is that of the version as it stands now."""
        return self.digest() in digests

    def files_among(self, hashes: frozenset[str]) -> list[str]:
        """Titles of its files whose bytes are among these."""
        return []

    def altered_files(self) -> list[str]:
        """Titles of its files whose bytes are not those that were screened; reads every byte."""
        return []

    def unread_files(self) -> list[str]:
        """Titles of its files that neither a machine nor a person has read."""
        return []

    def removed_files(self) -> list[str]:
        """What stands in the place of its files that were removed as secret."""
        return []

    def file_hashes(self) -> set[str]:
        """Stored hashes of its files."""
        return set()

    @abstractmethod
    def reasons_against_sending(self) -> list[Reason]:
        """What is still wrong or missing in it."""

    def reasons_beside_others(self, together: Collection[int]) -> list[Reason]:
        """What speaks against it because of other content; ``together`` are the pages that go with it."""
        return []

    def names_given_once(self) -> list[str]:
        """Names that it alone may bear."""
        return []

    def cautions(self) -> list[str]:
        """What to look at before it is sent."""
        return []

    def clearances(self) -> Any:
        """The clearance of this very version, as a query."""
        return Clearance.objects.filter(**{self.field: self.row}) if self.row else Clearance.objects.none()


class DocumentVersion(Version):
    """A revision; without one, a draft that has none yet."""

    field = "revision"

    def __init__(self, row: Any, document: Any) -> None:
        self.row = row
        self.document = document
        self.title = str(document)
        self.has_unit = document.unit_id is not None
        self.disclosure = document.disclosure
        self.withheld_ground = getattr(document, "withheld_ground", None)
        self.needs_disclosure = document.needs_disclosure
        self.needs_joint = needs_joint_if_public(document)

    def digest(self) -> str:
        return digest_of(self.document)

    def is_at(self, digest: str) -> bool:
        return matches(self.document, digest)

    def content(self) -> Mapping[str, Any]:
        return content_of(self.document)

    def is_among(self, digests: frozenset[str]) -> bool:
        """Under whichever scheme it was known then."""
        return all_digests_of([self.document])[0].are_among(digests)

    def files_among(self, hashes: frozenset[str]) -> list[str]:
        return names_of_files_with(self.document, hashes)

    def altered_files(self) -> list[str]:
        return names_of_altered_files(self.document)

    def unread_files(self) -> list[str]:
        return list(names_of_unread_files(self.document))

    def removed_files(self) -> list[str]:
        return list(names_of_removed_files(self.document))

    def file_hashes(self) -> set[str]:
        hashes: set[str] = set()
        for label, pk in files_used(self.document):
            rows = apps.get_model(label)._default_manager.filter(pk=pk)
            hashes |= set(rows.values_list("sha256", flat=True))
        return hashes - {""}

    def reasons_against_sending(self) -> list[Reason]:
        """What a draft was allowed to leave open and a paper for review is not."""
        document = self.document
        reasons: list[Reason] = list(document.reasons_against_sending())
        if isinstance(document, BasePage):
            reasons += reasons_against_readdressing(document.address_facts(is_new_version=True))
        try:
            document.full_clean(exclude=["slug"], validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                message = f"{in_title_marks(document)}的“{_label_of(document, name)}”：{'；'.join(messages)}"
                reasons.append(INCOMPLETE.reason(message, field=name, remedy=_FILL))
        return reasons

    def reasons_beside_others(self, together: Collection[int]) -> list[Reason]:
        return list(self.document.reasons_beside_others(together))

    def names_given_once(self) -> list[str]:
        return list(self.document.names_given_once())

    def cautions(self) -> list[str]:
        return list(self.document.cautions())


def _label_of(document: Any, name: str) -> str:
    try:
        return str(document._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return "内容"


class RowsVersion(Version):
    """A version of a data set, sealed once it has been sent."""

    field = "dataset_version"

    def __init__(self, row: DatasetVersion) -> None:
        self.row = row
        self.title = str(row)
        self.has_unit = True  # a data set cannot be without one

    def digest(self) -> str:
        return version_digest(self.row)

    def content(self) -> Mapping[str, Any]:
        return dict(self.row.rows.order_by("position").values_list("key", "values"))

    def reasons_against_sending(self) -> list[Reason]:
        """Drafts of data are screened once more: rows may have come in by an import."""
        return reasons_against_storing(("", str(values)) for values in self.content().values())


def version_of(holder: SlipItem | Clearance) -> Version:
    """The version that a slip item or a clearance holds."""
    rows: Any = holder.dataset_version
    if rows is not None:
        return RowsVersion(rows)
    revision: Any = holder.revision
    return DocumentVersion(revision, revision.as_object())
