"""The typo path: a correction so small that one second person suffices (design invariant 2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any

from gongkai.clearance.basis import RE_REVIEW
from gongkai.core.reasons import Reason, define_rule

TOO_MUCH = define_rule(
    "clearance.typo.too_much",
    13,
    "错别字更正只限标点、空白和个别错字；涉及数字、日期、文号、否定词、附件或字数较多的改动须走完整审查。",
    RE_REVIEW,
)
MAX_CHARS = 6  # characters removed plus added, over the whole document
_MEANING = re.compile(
    r"[0-9０-９〇零一二三四五六七八九十百千万亿不未无非没免禁止应须可得年月日元％%〔〕《》]"
)
_TRIVIAL = re.compile(r"[\s\u3000，。、；：？！“”‘’（）,.;:?!\"'()·—…\-]")


def reasons_against_typo_path(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Reason]:
    """Why a change from one canonical content to another is no mere correction of typos."""
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
                message = "改动涉及数字、日期、文号、书名或肯定否定等表意字词，须走完整审查。"
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
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        touched = old[i1:i2] + new[j1:j2]
        meaning = meaning or bool(_MEANING.search(touched)) or "<" in touched or ">" in touched
        count += len(_TRIVIAL.sub("", touched))
    return count, meaning
