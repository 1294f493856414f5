"""Every item that a room makes for a menu is on one: a decorator lost in a merge loses a screen."""

from __future__ import annotations

import inspect
from importlib import import_module
from pkgutil import walk_packages

from wagtail import hooks

import gongkai

MENUS = ("register_admin_menu_item", "register_settings_menu_item", "register_reports_menu_item")


def test_every_menu_item_is_registered() -> None:
    names = [
        one.name for one in walk_packages(gongkai.__path__, "gongkai.") if one.name.endswith(".wagtail_hooks")
    ]
    made = {
        function
        for name in names
        for label, function in inspect.getmembers(import_module(name), inspect.isfunction)
        if label.endswith("_menu") and function.__module__ == name
    }
    registered = {function for menu in MENUS for function in hooks.get_hooks(menu)}
    assert len(made) > 10
    assert sorted(one.__qualname__ for one in made - registered) == []
