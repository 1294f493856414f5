"""The typo path: a correction so small that one second person suffices (design invariant 2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from gongkai.clearance.basis import RE_REVIEW
from gongkai.clearance.rules.difference import opcodes_between
from gongkai.core.reasons import Reason, define_rule

TOO_MUCH = define_rule(
    "clearance.typo.too_much",
    13,
    "错别字更正只限标点、空白和个别错字；涉及数字、日期、文号、否定词、附件或字数较多的改动须走完整审查。",
    RE_REVIEW,
)
# Characters removed plus added, over the whole document. No law says what a typo is: a house number under RE_REVIEW, two or
# three wrong characters swapped for right ones; more than that is redrafting and needs the whole review.
MAX_CHARS = 6
_NUMBERS = "0-9０-９〇零一二三四五六七八九十百千万亿两半双"
# Letters are names, addresses, units of measure and codes of a choice: none of them is corrected in passing.
_LETTERS = "A-Za-zＡ-Ｚａ-ｚ"
_BORDER = re.compile(f"[{_NUMBERS}{_LETTERS}]")
_MEANING = re.compile(
    f"[{_NUMBERS}{_LETTERS}"
    "年月日元％%‰〔〕《》<>＜＞+＋=＝"
    "不未无非没勿毋免禁止停准许限应须可得能必宜否是有全各仅只除"  # whether it holds, for whom, and must or may
    "上下增减升降高低多少大小长短前后内外先早晚迟加缩扩进退收支缴罚买卖借贷甲乙丙男女正负同反开关启废"  # its opposite
    "]"
)
# Keys by which the editor tells paragraphs apart; a text that was made by the system gets them at its first saving.
_EDITOR = re.compile(r'(<(?:p|h[1-6]|li|hr|blockquote)) data-block-key="[0-9a-z]{1,10}"(?=[ >])')
_CJK = re.compile(r"[\u3400-\u9fff]")
_MARKUP = re.compile(r"<[^<>]*>|&[#\w]+;")
_TRIVIAL = re.compile(r"[\s\u3000，。、；：？！“”‘’（）,.;:?!\"'()·—…\-]")


def reasons_against_typo_path(
    before: Mapping[str, Any], after: Mapping[str, Any], *, is_base_intact: bool
) -> list[Reason]:
    """Why a change from one canonical content to another is no mere correction of typos.

    ``before`` is what was last reviewed in full, so that corrections add up until they need a review;
    ``is_base_intact`` says whether the files and data used then are still the same.
    """
    if not is_base_intact:
        return [TOO_MUCH.reason("上次完整审查后换过附件、图片或引用的内容，须走完整审查。")]
    reasons = []
    changed = 0
    for key in sorted(set(before) | set(after)):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        pairs = _text_pairs(old, new) if not (isinstance(old, str) and isinstance(new, str)) else [(old, new)]
        if pairs is None:
            return [TOO_MUCH.reason("改动涉及文字以外的内容（结构、附件、图片或属性），须走完整审查。")]
        for left, right in pairs:
            count, touches_meaning = _difference(left, right)
            changed += count
            if touches_meaning:
                message = "改动涉及数字、字母、日期、文号、书名、链接、整个词语或肯定否定、增减等表意字，须走完整审查。"
                reasons.append(TOO_MUCH.reason(message))
    if changed > MAX_CHARS:
        reasons.append(
            TOO_MUCH.reason(f"改动共 {changed} 个字，超过错别字更正的 {MAX_CHARS} 个字，须走完整审查。")
        )
    return reasons


def _text_pairs(old: Any, new: Any) -> list[tuple[str, str]] | None:
    """Texts in the same places of two structures, or None where the structures differ."""
    if isinstance(old, str) and isinstance(new, str):
        return [(old, new)] if old != new else []
    if isinstance(old, Mapping) and isinstance(new, Mapping) and set(old) == set(new):
        # A block's id tells blocks apart and is never read by anybody.
        children = [(old[key], new[key]) for key in sorted(old) if key != "id"]
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        children = list(zip(old, new, strict=True))
    else:
        return [] if old == new else None
    pairs: list[tuple[str, str]] = []
    for left, right in children:
        found = _text_pairs(left, right)
        if found is None:
            return None
        pairs.extend(found)
    return pairs


def _difference(old: str, new: str) -> tuple[int, bool]:
    """Characters of substance removed and added, and whether any of them carries meaning of its own."""
    count, meaning = 0, False
    old, new = _EDITOR.sub(r"\1", old), _EDITOR.sub(r"\1", new)
    marked_old, marked_new = _markup_of(old), _markup_of(new)
    for i1, i2, j1, j2 in _changed_spans(old, new):
        left, right = old[i1:i2], new[j1:j2]
        touched = left + right
        border = old[max(i1 - 1, 0) : i1] + old[i2 : i2 + 1]
        meaning = (
            meaning
            or bool(_MEANING.search(touched))
            or bool(_BORDER.search(border))
            or max(len(_CJK.findall(left)), len(_CJK.findall(right))) > 1
            or _is_inside(marked_old, i1, i2)
            or _is_inside(marked_new, j1, j2)
        )
        count += len(_TRIVIAL.sub("", touched))
    return count, meaning


def _changed_spans(old: str, new: str) -> list[tuple[int, int, int, int]]:
    """Where two texts differ; differences with one character between them are one, for they are in one word."""
    spans: list[tuple[int, int, int, int]] = []
    for tag, i1, i2, j1, j2 in opcodes_between(old, new):
        if tag == "equal":
            continue
        if spans and i1 - spans[-1][1] <= 1 and _is_word(old[spans[-1][1] : i1]):
            i1, j1 = spans[-1][0], spans[-1][2]
            spans.pop()
        spans.append((i1, i2, j1, j2))
    return spans


def _is_word(between: str) -> bool:
    return not between or bool(_CJK.match(between))


def _markup_of(text: str) -> list[tuple[int, int]]:
    """Where tags (with their attributes) and character references stand."""
    return [match.span() for match in _MARKUP.finditer(text)]


def _is_inside(markup: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a stretch, or a place between two characters, lies in or across markup."""
    return any(
        opens < start < closes if start == end else start < closes and opens < end for opens, closes in markup
    )
