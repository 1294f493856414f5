"""What was once written in many places stands in one, and stays there."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT, modules

SAID_ONCE = {
    r"class \w+\(MenuItem\):(?:(?!\nclass )[\s\S])*?return may\(": "gongkai/core/accounts/access.py",
    r"frozen_at__isnull|is_active=True": "gongkai/core/accounts/models.py",
    r"add_error\(\w*(?:reason\.)?field, f\"\{reason\.message\}": "gongkai/core/forms.py",
    r"ZoneInfo\(\"Asia/Shanghai\"\)": "gongkai/core/shanghai.py",
    r"\bsettings\.HOME\b|\"GONGKAI_HOME\"\b": "gongkai/core/home.py",
}
"""A pattern of source, and the only file that may match it."""


@pytest.mark.parametrize(("pattern", "home"), SAID_ONCE.items(), ids=SAID_ONCE.values())
def test_it_is_said_in_one_file(pattern: str, home: str) -> None:
    texts = {str(m.path.relative_to(ROOT)): m.path.read_text(encoding="utf-8") for m in modules()}
    assert [path for path, text in texts.items() if re.search(pattern, text)] == [home]
