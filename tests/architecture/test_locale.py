"""The staff side speaks Chinese throughout, with one word for one thing."""

import json
import re

import pytest
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext
from django.views.i18n import JSONCatalog
from wagtail.admin.views.i18n import js_catalog

from tools import catalogues, messages

CHINESE = re.compile(r"[\u3400-\u9fff]")

NOT_OUR_WORD = {
    "工作流": "流程",
    "任务": "步骤",
    "审核": "审查",
    "审批": "审查",
    "批准": "通过",
    "拒绝": "退回",
    "缩略名": "网址代码",
    "片段": "共用内容",
    "集合": "文件夹",
    "修订": "版本",
    "取消发布": "撤下",
    "文档": "附件",
    "图像": "图片",
    "评论": "批注",
    "子页面": "下级页面",
    "父页面": "上级页面",
    "区域": "语言",
    "禁用": "停用",
    "注销": "退出登录",
    "帐": "账",
    "你": "您",
    "对不起": "",
    "抱歉": "",
}
"""What Wagtail's catalogue says, or might say after an update, and what we say in its place."""

OUR_WORD = {
    "Publish": "上线",
    "Unpublish": "撤下",
    "Published": "已上线",
    "Unpublished": "已撤下",
    "Draft": "草稿",
    "Live": "已上线",
    "live": "已上线",
    "Save draft": "保存草稿",
    "Schedule to publish": "定时上线",
    "Submit for moderation": "送审",
    "Approve": "通过",
    "Request changes": "退回修改",
    "Reject": "退回",
    "In Moderation": "审查中",
    "Workflow": "流程",
    "Task": "步骤",
    "Page": "页面",
    "Snippets": "共用内容",
    "Documents": "附件",
    "Images": "图片",
    "Collection": "文件夹",
    "Locale": "语言",
    "slug": "网址代码",
    "revision": "版本",
    "Privacy": "访问范围",
    "Reports": "报表",
    "Dashboard": "工作台",
    "Log out": "退出登录",
}
"""Terms of the glossary as the screens of the admin must show them."""

SAME_IN_CHINESE = {"Wagtail API v2", "WebAuthn", "IPv4", "IPv6", "%s KB", "%s MB", "%s GB", "%s TB", "%s PB"}
"""Names and units that stay as they are."""


def is_chinese(text: str) -> bool:
    """Whether a string needs no translation any more: it holds Chinese, or no words at all."""
    words = re.sub(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|<[^>]*>", "", text)
    return bool(CHINESE.search(words)) or not re.search(r"[A-Za-z]", words)


def shown(message) -> str:
    """The text that Django shows for a message to a reader of Simplified Chinese."""
    with translation.override("zh-hans"):
        if message.pluralizable:
            return ngettext(*message.id, 2)
        return pgettext(message.context, message.id) if message.context else gettext(message.id)


@pytest.mark.parametrize("domain", messages.DOMAINS)
def test_overlay_has_no_fault(domain):
    """Nothing missing, empty, fuzzy or orphaned; placeholders and tags as in the original; .mo as .po."""
    assert messages.faults(domain) == []


def test_every_string_is_shown_in_chinese():
    """What the reader gets from Django itself, with the settings, apps and LOCALE_PATHS of this project."""
    english = [
        want.message.id
        for key, want in catalogues.wanted("django").items()
        if key[1] not in SAME_IN_CHINESE and not is_chinese(shown(want.message))
    ]
    assert english == []


def test_scripts_are_served_in_chinese():
    """The editor reads its strings from Wagtail's catalogue view; one missing there would show in English."""
    view = JSONCatalog.as_view(**js_catalog.view_initkwargs)
    with translation.override("zh-hans"):
        answer = json.loads(view(RequestFactory().get("/")).content)
    texts = {key[1]: answer["catalog"].get(key[1], key[1]) for key in catalogues.wanted("djangojs")}
    first = {msgid: text if isinstance(text, str) else text[0] for msgid, text in texts.items()}
    assert [msgid for msgid, text in first.items() if not is_chinese(text)] == []
    assert answer["plural"] == "0"


def test_every_string_can_be_filled_in():
    """A stray per cent sign or brace in a translation would be a 500 where the string is filled in."""
    broken = []
    for key, want in catalogues.wanted("django").items():
        text = shown(want.message)
        names = re.findall(r"%\((\w+)\)[a-z]", text)
        try:
            if want.message.python_format and names:
                text % dict.fromkeys(names, 1)
            elif re.search(r"\{\w+\}", key[1]):
                text.format(**dict.fromkeys(re.findall(r"\{(\w+)\}", text), "x"))
        except (ValueError, KeyError, TypeError, IndexError) as fault:
            broken.append((key[1], text, str(fault)))
    assert broken == []


@pytest.mark.parametrize("word", NOT_OUR_WORD)
def test_wagtail_does_not_say(word):
    found = [
        (key[1], shown(want.message))
        for key, want in catalogues.wanted("django").items()
        if want.app.startswith("wagtail") and word in shown(want.message)
    ]
    assert found == [], f"say {NOT_OUR_WORD[word] or 'nothing'} in place of {word}"


def test_publishing_is_never_called_distribution():
    """发布 stays the word of the outside world; the act in this house is 上线 (docs/glossary.md)."""
    found = [
        (key[1], shown(want.message))
        for key, want in catalogues.wanted("django").items()
        if want.app.startswith("wagtail") and "发布" in shown(want.message)
    ]
    assert found == []


@pytest.mark.parametrize(("english", "chinese"), OUR_WORD.items())
def test_glossary_is_kept(english, chinese):
    with translation.override("zh-hans"):
        assert gettext(english) == chinese


def test_our_catalogue_comes_before_the_packages():
    """A string that Wagtail does translate, otherwise than we do: ours must win."""
    key = (None, "Publish")
    assert catalogues.wanted("django")[key].offers == {"发布"}
    with translation.override("zh-hans"):
        assert gettext("Publish") == "上线"


@pytest.mark.parametrize(
    ("original", "translated", "equal"),
    [
        ("%(a)s of %(b)s", "%(b)s的%(a)s", True),
        ("%(a)s of %(b)s", "%(b)s的", False),
        ("%(a)d pages", "%(a)s个页面", False),
        ("%s and %d", "%s和%d", True),
        ("%s and %d", "%d和%s", False),
        ("{title} by {user}", "{user}的{title}", True),
        ("{title} by {user}", "{user}的", False),
        ("<b>{title}</b>", "{title}", False),
        ("100% sure", "100%确定", True),
    ],
)
def test_marks_tell_a_lost_placeholder(original, translated, equal):
    assert (messages.marks(original) == messages.marks(translated)) is equal
