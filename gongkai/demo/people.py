"""Invented people, one account for each role and a few more so that every step has its own person."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.usecases import create_account
from gongkai.core.organisation.demo import Placement, load_demo_organisation
from gongkai.core.organisation.enums import PostKind
from gongkai.core.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class Person:
    """An account of the demonstration and where its holder sits."""

    username: str
    full_name: str
    role: Role
    unit: str
    post: PostKind = PostKind.STAFF
    title: str = ""


PEOPLE = (
    Person("bangongshi", "办公室甲", Role.OFFICE, "bgs", PostKind.HEAD, "办公室主任"),
    Person("bangongshi2", "办公室乙", Role.OFFICE, "bgs", PostKind.STAFF, "公开工作岗"),
    Person("qicao", "起草人甲", Role.DRAFTER, "ysc", PostKind.STAFF, "运输处主办"),
    Person("qicao2", "起草人乙", Role.DRAFTER, "zfc", PostKind.STAFF, "政法处主办"),
    Person("chuzhang", "处长甲", Role.UNIT_HEAD, "ysc", PostKind.HEAD, "运输处处长"),
    Person("chuzhang2", "处长乙", Role.UNIT_HEAD, "zfc", PostKind.HEAD, "政法处处长"),
    Person("baomi", "保密员甲", Role.SECRECY, "bgs", PostKind.STAFF, "保密审查岗"),
    Person("fazhi", "法制员甲", Role.LEGALITY, "zfc", PostKind.STAFF, "法制审核岗"),
    Person("tingling", "厅领导甲", Role.LEADER, "jtt", PostKind.LEADER, "副厅长"),
    Person("tingling2", "厅领导乙", Role.LEADER, "jtt", PostKind.LEADER, "副厅长"),
    Person("wangzhan", "网站员甲", Role.WEB, "kjc", PostKind.STAFF, "网站运维岗"),
    Person("rexian", "坐席甲", Role.HOTLINE, "fwzx", PostKind.STAFF, "热线坐席"),
    Person("chengban", "承办员甲", Role.HANDLER, "fwzx", PostKind.STAFF, "承办岗"),
    Person("chengban2", "承办员乙", Role.HANDLER, "fzzx", PostKind.STAFF, "承办岗"),
    Person("qiye", "企业员甲", Role.OPERATOR, "", PostKind.STAFF, ""),
    Person("ducha", "督查员甲", Role.INSPECTOR, "bgs", PostKind.STAFF, "督查考核岗"),
    Person("guanli", "管理员甲", Role.ADMIN, "kjc", PostKind.STAFF, "系统管理员"),
)


def load_people() -> tuple[dict[str, User], dict[str, str], dict[str, Unit]]:
    """Accounts by user name, one-time passwords of those made now, units by code."""
    passwords: dict[str, str] = {}
    users: dict[str, User] = {}
    for person in PEOPLE:
        user = User.objects.filter(username=person.username).first()
        if user is None:
            user, passwords[person.username] = create_account(
                by=None, username=person.username, full_name=person.full_name, roles=[person.role]
            )
        users[person.username] = user
    placements: dict[str, list[Placement]] = {}
    for person in PEOPLE:
        if person.unit:
            place = Placement(users[person.username], person.post, person.title)
            placements.setdefault(person.unit, []).append(place)
    first, second = users["tingling"], users["tingling2"]
    supervisors = dict.fromkeys(("ysc", "glc", "syc", "ajc", "fwzx", "fzzx", "csc", "kjc"), first)
    supervisors |= dict.fromkeys(("zfc", "xsc", "bgs", "ghc", "rjc", "jgc"), second)
    load_demo_organisation(people=placements, supervisors=supervisors)
    return users, passwords, Unit.objects.in_bulk(field_name="code")
