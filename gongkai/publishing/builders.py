"""The publisher's own outputs: static files, reading modes, and the notices left where something was taken down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from gongkai.publishing.assets import ASSETS, MODES, asset_bytes, asset_path, media_type
from gongkai.publishing.keys import list_key
from gongkai.publishing.protocol import Builder, Built, Scope, register_builder

ASSETS_KEY = list_key("assets")
PURGED_TEXT = "该内容已撤下"


class AssetBuilder(Builder[tuple[str, str, bytes]]):
    """Each registered static file under its hashed name, and each reading mode."""

    name = "asset"

    def targets(self, scope: Scope) -> Iterable[str]:
        return [f"asset {name}" for name in sorted(ASSETS)] + [f"mode {mode}" for mode in sorted(MODES)]

    def targets_of(self, keys: frozenset[str], scope: Scope) -> Iterable[str]:
        return self.targets(scope) if ASSETS_KEY in keys else []

    def load(self, ids: Sequence[str], scope: Scope) -> Mapping[str, tuple[str, str, bytes]]:
        sources: dict[str, tuple[str, str, bytes]] = {}
        for ident in ids:
            kind, _, name = ident.partition(" ")
            if kind == "asset" and name in ASSETS:
                sources[ident] = (asset_path(name), media_type(name), asset_bytes(name))
            elif kind == "mode" and name in MODES:
                sources[ident] = (f"/modes/{name}.css", media_type("a.css"), asset_bytes(MODES[name]))
        return sources

    def view_of(self, source: tuple[str, str, bytes]) -> Built:
        path, content_type, body = source
        return Built(path=path, body=body, content_type=content_type, depends_on=frozenset({ASSETS_KEY}))


register_builder(AssetBuilder())
