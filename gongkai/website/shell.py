"""Menu, footer, site facts and banners: the ``shell`` of ``website/base.html``, made once for a build."""

from __future__ import annotations

from django.db import models

from gongkai.clearance.models import Dataset
from gongkai.publishing.keys import SHELL, dataset_key, page_key, register_names, snippet_key
from gongkai.publishing.protocol import Scope, register_shell
from gongkai.website.facts import DATASET, load_facts
from gongkai.website.head import View
from gongkai.website.models import Announcement
from gongkai.website.tree import Node, Tree, load_tree, structural_models


def _link(title: str, url: str, key: str = "") -> View:
    """A link; ``key`` is that of the object it leads to, by which it can be taken out of a release of the past."""
    return {"title": title, "url": url, "key": key}


def _link_to(node: Node) -> View:
    return _link(node.title, node.url, page_key(node.pk))


def _foot_links(tree: Tree, facts: dict[str, str]) -> list[View]:
    links = [_link("网站地图", "/sitemap/")]
    guide = next((node for node in tree.nodes.values() if node.type_code == "guide"), None)
    if guide:
        links.append(_link("政府信息公开指南", guide.url, page_key(guide.pk)))
    if facts["error_report_url"]:
        links.append(_link("我为政府网站找错", facts["error_report_url"]))
    links += [_link_to(node) for node in tree.nodes.values() if node.type_code == "site"]
    return [
        *links,
        _link("内容清理公示", "/cleanup/"),
        _link("定期评估结果", "/reevaluation/"),
        _link("阅读方式", "/mode/"),
    ]


def _banners(scope: Scope) -> list[View]:
    shown = []
    for row in scope.released(Announcement.objects.filter(live=True)).order_by("-pk"):
        key = snippet_key(row._meta.label, row.pk)
        if scope.may_show(key):
            told = {"text": row.text, "level": row.level, "url": row.url, "link_text": row.link_text}
            shown.append({**told, "key": key})
    return shown


def load_shell(scope: Scope) -> View:
    """The shell's plain data; five queries, once for a build."""
    return scope.once("website.shell", lambda: _read(scope))


def _read(scope: Scope) -> View:
    tree, facts = load_tree(scope), load_facts(scope)
    top = []
    if facts["government_url"]:
        top.append(_link(facts["government_name"] or "上级政府网站", facts["government_url"]))
    return {
        "site": facts,
        "nav": [_link_to(node) for node in tree.menu()],
        "top_links": top,
        "foot_links": _foot_links(tree, facts),
        "announcements": _banners(scope),
    }


def shown_keys(scope: Scope) -> list[str]:
    """Keys of every gated object of which menu, footer or banners show anything; rechecked in every build."""
    banners = Announcement.objects.filter(live=True).values_list("pk", flat=True)
    keys = [
        dataset_key(DATASET),
        *(page_key(pk) for pk in load_tree(scope).by_pk),
        *(snippet_key(Announcement._meta.label, pk) for pk in banners),
    ]
    return [key for key in keys if scope.may_show(key)]


def _names_shell(instance: models.Model) -> list[str]:
    return [SHELL]


def _site_dataset(dataset: models.Model) -> list[str]:
    return [SHELL] if isinstance(dataset, Dataset) and dataset.key == DATASET else []


def register_shell_parts() -> None:
    """Give the shell to the publisher, and tell which changes rebuild everything."""
    register_shell(load_shell, shown_keys)
    for model in (*structural_models(), Announcement):
        register_names(model, _names_shell)
    register_names(Dataset, _site_dataset)
