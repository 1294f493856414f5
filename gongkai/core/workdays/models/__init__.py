"""Holidays as rows by year, and the mixin of everything that has a deadline."""

from gongkai.core.workdays.models.deadlines import DeadlineMixin, deadline_models
from gongkai.core.workdays.models.holidays import Day, HolidayYear

__all__ = ["Day", "DeadlineMixin", "HolidayYear", "deadline_models"]
