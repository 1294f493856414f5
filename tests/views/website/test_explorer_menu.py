"""页面 in the staff menu opens at the home page of the site."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Site

from gongkai.core.accounts.enums import Role
from tests.factories.gate import make_column, make_department
from tests.factories.people import make_user
from tests.permissions import BACKEND

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.DRAFTER, Role.OFFICE, Role.WEB])
def test_pages_open_at_the_home_page_and_not_at_the_root(client: Any, role: Role) -> None:
    make_column(make_department())
    client.force_login(make_user(role), backend=BACKEND)
    html = client.get("/admin/").content.decode()
    found = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', html, re.DOTALL)
    assert found is not None
    home = Site.objects.get(is_default_site=True).root_page
    url = reverse("wagtailadmin_explore", args=[home.pk])
    told = json.dumps(json.loads(found[1]))
    assert f'"{url}"' in told
    assert f'"{reverse("wagtailadmin_explore_root")}"' not in told
    assert client.get(url).status_code == 200
