"""The one time zone in which legal instants fall and in which people read times. Pure."""

from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
