"""数据汇聚: what combines across what is public and what is about to be (duty 13). Pure.

Nothing is claimed to be secret: the check shows what lists tell together, and a person decides (保密法 36; the numbers
are this house's).
"""

from gongkai.clearance.screening.aggregate.analysis import find_risks, find_risks_within
from gongkai.clearance.screening.aggregate.limits import Limits, limits_of
from gongkai.clearance.screening.aggregate.profiles import Profile, Source, profile_of
from gongkai.clearance.screening.aggregate.risks import Risk

__all__ = [
    "Limits",
    "Profile",
    "Risk",
    "Source",
    "find_risks",
    "find_risks_within",
    "limits_of",
    "profile_of",
]
