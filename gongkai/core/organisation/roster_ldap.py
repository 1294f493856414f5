"""Sheets out of the department's directory (LDAP), in the same form as a workbook; read only.

Settings: ``docs/operate/ldap.md``. Nothing is written to the directory, no password of a person passes through.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import ldap3
from django.conf import settings as django_settings
from ldap3.core.exceptions import LDAPException

from gongkai.core.home import home_path
from gongkai.core.organisation.basis import ROSTER
from gongkai.core.organisation.rules.roster import PERSON_COLUMNS
from gongkai.core.reasons import Refused, define_rule

NOT_SET_UP = define_rule("roster.ldap_not_set_up", 13, "还没有配置目录服务（LDAP）。", ROSTER)
UNREACHABLE = define_rule("roster.ldap_unreachable", 13, "目录服务（LDAP）没有应答或拒绝了查询。", ROSTER)
INSECURE = define_rule("roster.ldap_insecure", 13, "目录服务须用加密连接（ldaps 或 StartTLS）。", ROSTER)
ACT = "读取目录服务"


@dataclass(frozen=True, slots=True)
class LdapSettings:
    """How to read the directory; names of attributes as the department's directory has them."""

    uri: str
    base: str
    bind_dn: str = ""
    password_file: str = ""
    start_tls: bool = False
    ca_file: str = ""
    allow_plain: bool = False
    timeout: int = 10
    page_size: int = 500
    unit_filter: str = "(objectClass=organizationalUnit)"
    unit_code: str = "ou"
    unit_name: str = "description"
    unit_short_name: str = ""
    person_filter: str = "(objectClass=inetOrgPerson)"
    username: str = "uid"
    full_name: str = "cn"
    email: str = "mail"
    person_unit: str = "departmentNumber"
    title: str = "title"
    head_titles: Sequence[str] = field(default=("处长", "主任"))

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> LdapSettings:
        """The settings out of a dictionary. Raises :class:`Refused` where they are not complete."""
        if not data.get("uri") or not data.get("base"):
            raise Refused([NOT_SET_UP.reason(remedy="请系统管理员按 docs/operate/ldap.md 配置。")], act=ACT)
        known = {one.name for one in fields(cls)}
        return cls(**{name: value for name, value in data.items() if name in known})


def configured() -> Mapping[str, Any]:
    """``settings.GONGKAI_LDAP``, else ``ldap.json`` of the installation, else nothing."""
    given: Mapping[str, Any] | None = getattr(django_settings, "GONGKAI_LDAP", None)
    if given is not None:
        return given
    try:
        found = json.loads(home_path("ldap.json").read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        message = "ldap.json 读不出来或不是 JSON。"
        raise Refused([NOT_SET_UP.reason(message, remedy="请系统管理员核对。")], act=ACT) from None
    return found if isinstance(found, dict) else {}


Entry = tuple[str, Mapping[str, Sequence[str]]]
Search = Callable[[str, Sequence[str]], Iterable[Entry]]


def sheets_of_directory(settings: LdapSettings, search: Search | None = None) -> dict[str, list[list[str]]]:
    """Units and people of the directory as the sheets 单位 and 人员. Raises :class:`Refused`.

    ``search`` takes a filter and attributes and answers entries; tests give a recorded one.
    """
    if search is None:
        with _connected(settings) as connection:
            return _sheets(settings, _searcher(connection, settings))
    return _sheets(settings, search)


def _sheets(settings: LdapSettings, search: Search) -> dict[str, list[list[str]]]:
    short = settings.unit_short_name
    units = [["代码", "全称", *(["简称"] if short else [])]]
    wanted = [settings.unit_code, settings.unit_name, *([short] if short else [])]
    for _, values in search(settings.unit_filter, wanted):
        code = _first(values, settings.unit_code)
        name = _first(values, settings.unit_name) or code
        units.append([code, name, *([_first(values, short)] if short else [])])
    people = [list(PERSON_COLUMNS)]
    names = [settings.username, settings.full_name, settings.email, settings.person_unit, settings.title]
    for _, values in search(settings.person_filter, names):
        username, full_name, email, unit, title = (_first(values, name) for name in names)
        kind = ("负责人" if title in settings.head_titles else "工作人员") if unit else ""
        people.append([username, full_name, email, unit, kind, title, ""])
    return {"单位": units, "人员": people}


def _first(values: Mapping[str, Sequence[str]], name: str) -> str:
    found = values.get(name) or () if name else ()
    if isinstance(found, str):
        return found
    return str(next(iter(found), ""))


def _connected(settings: LdapSettings) -> ldap3.Connection:
    """An open, encrypted, read-only connection."""
    is_secure = settings.uri.lower().startswith("ldaps://")
    if not (is_secure or settings.start_tls or settings.allow_plain):
        raise Refused([INSECURE.reason(remedy="请改用 ldaps:// 或打开 start_tls。")], act=ACT)
    try:
        import ssl

        tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=settings.ca_file or None)
        server = ldap3.Server(settings.uri, tls=tls, connect_timeout=settings.timeout)
        password = Path(settings.password_file).read_text("utf-8").strip() if settings.password_file else None
        connection = ldap3.Connection(
            server,
            user=settings.bind_dn or None,
            password=password,
            read_only=True,
            receive_timeout=settings.timeout,
            raise_exceptions=True,
        )
        connection.open()
        if settings.start_tls and not is_secure:
            connection.start_tls()
        connection.bind()
    except (LDAPException, OSError) as error:
        raise _unreachable(error) from None
    return connection


def _searcher(connection: ldap3.Connection, settings: LdapSettings) -> Search:
    def search(wanted: str, attributes: Sequence[str]) -> list[Entry]:
        try:
            found = connection.extend.standard.paged_search(
                settings.base,
                wanted,
                ldap3.SUBTREE,
                attributes=list(attributes),
                paged_size=settings.page_size,
                generator=True,
            )
            return [(one["dn"], one["attributes"]) for one in found if one.get("type") == "searchResEntry"]
        except LDAPException as error:
            raise _unreachable(error) from None

    return search


def _unreachable(error: Exception) -> Refused:
    """The kind of fault only: messages of directories may hold names and addresses."""
    message = f"目录服务（LDAP）没有应答或拒绝了查询（{type(error).__name__}）。"
    return Refused([UNREACHABLE.reason(message, remedy="请系统管理员核对地址、账号和证书。")], act=ACT)
