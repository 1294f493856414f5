"""Interpretations and infographics are looked at again like the documents that they explain."""

from gongkai.clearance.upkeep import ReviewKind, register_review_kind
from gongkai.duties.interpretations.models import InfographicPage, InterpretationPage

register_review_kind(
    ReviewKind("interpretations.words", "政策解读", 12, lambda: InterpretationPage.objects.all())
)
register_review_kind(ReviewKind("interpretations.charts", "图解", 12, lambda: InfographicPage.objects.all()))
