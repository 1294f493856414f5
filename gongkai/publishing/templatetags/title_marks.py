"""``{% load title_marks %}``: a title in 《》."""

from __future__ import annotations

from django import template

from gongkai.core.title_marks import in_title_marks

register = template.Library()
register.filter("in_title_marks", in_title_marks)
