"""The publisher's own outputs: static files, reading modes, and what is left where something was:
notices and ways on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet

from gongkai.clearance.models import BasePage, ReleasedAddress, Withdrawal
from gongkai.clearance.rules.addresses import is_public_address
from gongkai.publishing.assets import ASSETS, MODES, asset_bytes, asset_path
from gongkai.publishing.keys import list_key, page_key
from gongkai.publishing.protocol import Builder, Built, Scope, page_path, register_builder, shell_of

ASSETS_KEY = list_key("assets")
NOTICES_KEY = list_key("notices")
NOTICE = "notice"
MOVED = "moved"


class AssetBuilder(Builder[tuple[str, bytes]]):
    """Each registered static file under its hashed name, and each reading mode."""

    name = "asset"

    def targets(self, scope: Scope) -> Iterable[str]:
        return [f"asset {name}" for name in sorted(ASSETS)] + [f"mode {mode}" for mode in sorted(MODES)]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        return self.targets(scope) if ASSETS_KEY in keys else []

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, tuple[str, bytes]]:
        sources: dict[str, tuple[str, bytes]] = {}
        for ident in ids:
            kind, _, name = ident.partition(" ")
            if kind == "asset" and name in ASSETS:
                sources[ident] = (asset_path(name), asset_bytes(name))
            elif kind == "mode" and name in MODES:
                sources[ident] = (f"/modes/{name}.css", asset_bytes(MODES[name]))
        return sources

    def view_of(self, source: tuple[str, bytes]) -> Built:
        path, body = source
        return Built(path=path, body=body, depends_on=frozenset({ASSETS_KEY}))


class NoticeBuilder(Builder[dict[str, Any]]):
    """What stands at an address whose content was withdrawn (with its reason) or purged (without any detail).

    The id is the address. A page that is live again at the address takes it back (once the release being served shows it); a purged
    address is never given back. 《政府信息公开条例》 asks for the reason; a purge tells nothing (invariant 7).
    """

    name = NOTICE
    template = "publishing/withdrawn.html"

    def targets(self, scope: Scope) -> Iterable[str]:
        withdrawn = Withdrawal.objects.exclude(path="").values_list("path", flat=True)
        return sorted({*withdrawn, *scope.suppressed} - {""})

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        if NOTICES_KEY in keys:
            return self.targets(scope)
        named = [key.removeprefix("page:") for key in keys if key.startswith("page:")]
        return Withdrawal.objects.filter(object_id__in=named).exclude(path="").values_list("path", flat=True)

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, dict[str, Any]]:
        shell = shell_of(scope)
        sources: dict[str, dict[str, Any]] = {
            path: {"path": path, "shell": shell} for path in ids if path in scope.suppressed
        }
        latest = {row.path: row for row in Withdrawal.objects.filter(path__in=ids).order_by("at", "pk")}
        objects = {row.object_id for row in latest.values()}
        pages = BasePage.objects.filter(pk__in=objects, live=True).values_list("pk", flat=True)
        waiting = scope.excluded | scope.unsettled if scope.is_released_only else frozenset()
        live = {str(pk) for pk in pages if f"page:{pk}" not in waiting}
        for path, row in latest.items():
            if path not in sources and row.object_id not in live:
                sources[path] = {"path": path, "shell": shell, "withdrawal": row}
        return sources

    def view_of(self, source: dict[str, Any]) -> Built:
        row = source.get("withdrawal")
        view: dict[str, Any] = {"shell": source["shell"], "purged": row is None}
        depends_on = {NOTICES_KEY}
        if row is not None:
            depends_on.add(f"page:{row.object_id}")
            view["withdrawal"] = {
                "title": row.title,
                "reason": row.reason,
                "grounds": row.grounds,
                "replaced_by": row.replaced_by if is_public_address(row.replaced_by) else "",
                "at": row.at,
            }
        template = self.template if row is not None else "publishing/purged.html"
        return Built(
            path=source["path"], view=view, depends_on=frozenset(depends_on), template=template, status=410
        )


@dataclass(frozen=True, slots=True)
class MovedSource:
    """An old address, where it leads, and the page it is about."""

    path: str
    to: str
    page: int


class MovedBuilder(Builder[MovedSource]):
    """Where a page has gone that stood at an address before. The id is the old address.

    It leads to the page, or to the notice that stands for it. Where another page stands now, that page is answered; a
    purged page leads nowhere.
    """

    name = MOVED

    def _former(self) -> QuerySet[ReleasedAddress]:
        return ReleasedAddress.objects.filter(is_former=True)

    def targets(self, scope: Scope) -> Iterable[str]:
        return self._former().values_list("path", flat=True).distinct()

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        named = [key.removeprefix("page:") for key in keys if key.startswith("page:")]
        return self._former().filter(page__in=named).values_list("path", flat=True)

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, MovedSource]:
        latest = {
            row.path: row.page_id for row in self._former().filter(path__in=ids).order_by("since", "pk")
        }
        stand = self._where(set(latest.values()), scope)
        return {
            path: MovedSource(path, stand[page], page)
            for path, page in latest.items()
            if path not in scope.suppressed and stand.get(page, path) != path
        }

    def _where(self, pages: set[int], scope: Scope) -> dict[int, str]:
        """Address of each page, or of its notice; none for what was purged and for what is neither."""
        rows = Withdrawal.objects.filter(object_id__in=[str(pk) for pk in pages]).order_by("at", "pk")
        page_type = ContentType.objects.get_for_model(BasePage)
        stand = {int(row.object_id): row.path for row in rows.filter(content_type=page_type)}
        live = scope.pages(BasePage.objects.filter(pk__in=pages)).specific()
        stand |= {page.pk: page_path(page) for page in live}
        return {pk: path for pk, path in stand.items() if path not in scope.suppressed}

    def view_of(self, source: MovedSource) -> Built:
        depends_on = frozenset({page_key(source.page)})
        return Built(path=source.path, body=source.to.encode(), status=301, depends_on=depends_on)


class MissingPageBuilder(Builder[Mapping[str, Any]]):
    """The page shown for an address that nothing was ever released at."""

    name = "missing"
    template = "publishing/404.html"

    def targets(self, scope: Scope) -> Iterable[str]:
        return ["404"]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        return []

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, Mapping[str, Any]]:
        return {ident: shell_of(scope) for ident in ids if ident == "404"}

    def view_of(self, source: Mapping[str, Any]) -> Built:
        return Built(path="/404.html", view={"shell": source})


register_builder(AssetBuilder())
register_builder(NoticeBuilder())
register_builder(MovedBuilder())
register_builder(MissingPageBuilder())
