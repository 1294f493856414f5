"""How each duty stands, told by the duty's own ``evidence.py`` and read by whoever supervises.

A duty enters an :class:`EvidenceProvider` with :func:`register_evidence` when its ``evidence`` room is
loaded. There are fifteen rows, 0 to 14; a duty whose app is not built says so. Every figure opens the records
that it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class EvidenceState(StrEnum):
    """How a duty stands."""

    MET = "met"
    AT_RISK = "at_risk"
    FAILING = "failing"
    NOT_STARTED = "not_started"


STATE_WORDS = {
    EvidenceState.MET: "正常",
    EvidenceState.AT_RISK: "要注意",
    EvidenceState.FAILING: "有问题",
    EvidenceState.NOT_STARTED: "未开始",
}
NOT_BUILT = "本职责的系统功能尚未建成"
REST_NOT_BUILT = "其余的系统功能尚未建成"


@dataclass(frozen=True, slots=True)
class Figure:
    """One count: Chinese name, value, what it should be (none if nothing is laid down), and its records."""

    name: str
    value: int
    target: int | None = None
    url: str = ""

    @property
    def shown(self) -> str:
        """Value and target as text; 「—」 where there is nothing to count against."""
        if self.target is None:
            return str(self.value)
        return f"{self.value} / {self.target}" if self.target else "—"

    @property
    def percent(self) -> int | None:
        """How much of the target is reached, at most 100, rounded down; none without a target."""
        return min(100, self.value * 100 // self.target) if self.target else None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a duty stands on a day."""

    number: int
    app: str
    title: str
    state: EvidenceState
    figures: tuple[Figure, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The state in Chinese."""
        return STATE_WORDS[self.state]

    @property
    def is_met(self) -> bool:
        """Whether evidence alone shows the duty done, so that nobody needs to report."""
        return self.state is EvidenceState.MET


@dataclass(frozen=True, slots=True)
class EvidenceProvider:
    """What a duty tells: its figures, what is missing, and its state, each on a day.

    The three may share work through a cache of their own; each must take a number of queries that does not
    grow with the records. ``state`` gets the two others' answers, so that it need not count again.
    """

    number: int
    app: str
    title: str
    figures: Callable[[date], Sequence[Figure]]
    missing: Callable[[date], Sequence[str]]
    state: Callable[[date, Sequence[Figure], Sequence[str]], EvidenceState]

    def standing(self, as_of: date) -> Standing:
        """How the duty stands on a day."""
        figures, missing = tuple(self.figures(as_of)), tuple(self.missing(as_of))
        state = self.state(as_of, figures, missing)
        return Standing(self.number, self.app, self.title, state, figures, missing)


DUTIES: tuple[tuple[str, str], ...] = (
    ("supervision", "任务分解与督办"),
    ("policies", "现行有效行政规范性文件集中公开、动态更新"),
    ("interpretations", "政策解读“三同步”、图解全覆盖"),
    ("topics", "专题专栏"),
    ("consultations", "公开征求意见"),
    ("surveys", "调查征集与数据分析"),
    ("evaluations", "政策执行效果评价"),
    ("enterprises", "公共交通企业信息公开"),
    ("fees", "行政事业性收费目录"),
    ("appeals", "12345、12328、厅长信箱诉求办理"),
    ("hotline", "政府信息公开联系电话"),
    ("website", "厅网站栏目、格式体例、改版"),
    ("newmedia", "政务新媒体"),
    ("clearance", "公开前审查、保密、过时内容清理"),
    ("assessments", "调查研究、自查"),
)
"""App and Chinese title of each duty; its place is its number."""

PROVIDERS: dict[int, EvidenceProvider] = {}
_BESIDES: dict[int, dict[str, Callable[[date], Sequence[Figure]]]] = {}


def register_evidence(provider: EvidenceProvider) -> EvidenceProvider:
    """Enter a duty's provider. Raises ``ValueError`` for a number outside 0–14 or one already taken."""
    if not 0 <= provider.number < len(DUTIES):
        raise ValueError(f"no duty has the number {provider.number}")
    if PROVIDERS.setdefault(provider.number, provider) is not provider:
        raise ValueError(f"duty {provider.number} already has a provider")
    return provider


def register_figures(number: int, name: str, load: Callable[[date], Sequence[Figure]]) -> None:
    """Let another app add figures to a duty under a lasting name; they stand after the duty's own and decide nothing.

    Raises ``ValueError`` for a number outside 0–14.
    """
    if not 0 <= number < len(DUTIES):
        raise ValueError(f"no duty has the number {number}")
    _BESIDES.setdefault(number, {})[name] = load


def figures_besides(number: int, as_of: date) -> tuple[Figure, ...]:
    """What other apps add to a duty, in the order of their names."""
    return tuple(figure for _, load in sorted(_BESIDES.get(number, {}).items()) for figure in load(as_of))


def standing_of(number: int, as_of: date) -> Standing:
    """How one duty stands on a day; one without a provider says that it, or what others do not do of it, is not built."""
    provider = PROVIDERS.get(number)
    besides = figures_besides(number, as_of)
    if provider is not None:
        standing = provider.standing(as_of)
        return replace(standing, figures=(*standing.figures, *besides))
    app, title = DUTIES[number]
    lack = REST_NOT_BUILT if besides else NOT_BUILT
    return Standing(number, app, title, EvidenceState.NOT_STARTED, besides, (lack,))


def all_standings(as_of: date) -> list[Standing]:
    """The fifteen rows, 0 to 14."""
    return [standing_of(number, as_of) for number in range(len(DUTIES))]
