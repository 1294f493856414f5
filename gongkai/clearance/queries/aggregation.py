"""What combines with what is public, and whether an assessment still speaks of it: for the gate, the sheet and the exits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse

from gongkai.clearance.enums_aggregation import AggregationDecision, AssessmentState
from gongkai.clearance.models.aggregation import (
    AggregationAssessment,
    AggregationParameter,
    OpenExit,
    PublicProfile,
)
from gongkai.clearance.queries.aggregation_contents import owner_of, profiles_of, unread_attachments
from gongkai.clearance.queries.gate import base_type_of
from gongkai.clearance.rules.aggregation import (
    ExitFacts,
    StandingFacts,
    reasons_against_going_on,
)
from gongkai.clearance.rules.aggregation import reasons_against_opening as against_opening
from gongkai.clearance.screening.aggregate import Limits, Profile, Risk, Source, find_risks, limits_of
from gongkai.clearance.screening.aggregate.analysis import find_risks_within
from gongkai.clearance.screening.aggregate.profiles import from_data
from gongkai.clearance.screening.aggregate.scope import (
    Listed,
    fingerprint_of,
    growth_of,
    scope_from,
    scope_of,
)
from gongkai.clearance.versions import Version
from gongkai.core.reasons import Reason

if TYPE_CHECKING:
    from gongkai.clearance.queries.looked import Looked


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an assessment is of: the risks found, and the contents that they come of with digests, rows and columns.

    ``unread`` names the attachments that no machine read to the end: of their tables nothing, or not all, was compared.
    """

    risks: tuple[Risk, ...]
    scope: Mapping[str, Listed]
    digest: str
    profiles: tuple[Profile, ...]
    unread: tuple[str, ...] = ()

    @property
    def needing(self) -> list[Risk]:
        """The risks that keep it from going on without an assessment."""
        return [risk for risk in self.risks if risk.needs_assessment]

    @property
    def fingerprint(self) -> str:
        """Of the contents and their digests."""
        return fingerprint_of(self.scope)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an assessment stands now, and what has come in since."""

    state: AssessmentState
    growth: tuple[str, ...] = ()


def limits_now() -> Limits:
    """The numbers in force."""
    return limits_of(dict(AggregationParameter.objects.values_list("code", "value")))


def profile_from(row: PublicProfile) -> Profile:
    """A profile as it was stored."""
    kind = row.content_type
    owner = f"{kind.app_label}.{kind.model}:{row.object_id}"
    source = Source(owner, row.version, row.place, row.title)
    return from_data(source, row.topic, row.rows, row.columns, row.facility, row.data)


def public_profiles() -> list[PublicProfile]:
    """Every table that is public or was in an earlier version of what is."""
    return list(PublicProfile.objects.select_related("content_type").order_by("pk"))


class Public:
    """What is public beside which contents are laid, loaded once for however many of them, and only if one has a table."""

    @cached_property
    def profiles(self) -> list[Profile]:
        """Of every table."""
        return [profile_from(row) for row in self._rows]

    @cached_property
    def digests(self) -> dict[str, str]:
        """Of the version that is public now, by content."""
        return {_owner(row): row.digest for row in self._rows if row.is_current}

    @cached_property
    def limits(self) -> Limits:
        """The numbers in force."""
        return limits_now()

    @cached_property
    def _rows(self) -> list[PublicProfile]:
        return public_profiles()


def evidence_for(target: Any, version: Version | None, public: Public | None = None) -> Evidence:
    """What putting a version beside everything public makes known. One without a table asks for nothing."""
    profiles = profiles_of(target, version) if version is not None else []
    unread = tuple(unread_attachments(version)) if version is not None else ()
    if version is None or not profiles:
        return Evidence((), {}, "", (), unread)
    public = public or Public()
    digest = version.digest()
    risks = find_risks(profiles, public.profiles, public.limits)
    owners = {owner for risk in risks if risk.needs_assessment for owner in risk.owners}
    mine = owner_of(target)
    digests = {owner: public.digests.get(owner, "") for owner in owners} | {mine: digest}
    beside = [one for one in public.profiles if one.source.owner in owners - {mine}]
    return Evidence(tuple(risks), scope_of([*profiles, *beside], digests), digest, tuple(profiles), unread)


def _owner(row: PublicProfile) -> str:
    return f"{row.content_type.app_label}.{row.content_type.model}:{row.object_id}"


def evidence_for_exit(row: OpenExit) -> Evidence:
    """What an exit hands out in one piece, as it is public now."""
    current = [one for one in public_profiles() if one.is_current]
    chosen = {owner_of(dataset): dataset for dataset in row.datasets.select_related("cleared_version")}
    kept = [one for one in current if row.is_whole or _owner(one) in chosen]
    digests = {_owner(one): one.digest for one in kept}
    digests |= {
        owner: dataset.cleared_version.digest
        for owner, dataset in chosen.items()
        if dataset.cleared_version is not None
    }
    profiles = [profile_from(one) for one in kept]
    risks = find_risks_within(profiles, limits_now())
    scope = scope_of(profiles, digests)
    return Evidence(tuple(risks), scope, fingerprint_of(scope), tuple(profiles))


def assessments_of(target: Any) -> QuerySet[AggregationAssessment]:
    """Assessments of a content, newest first."""
    rows = AggregationAssessment.objects.filter(
        content_type=base_type_of(target), object_id=str(target.pk), exit=None
    )
    return rows.order_by("-pk")


def standing_of(
    assessment: AggregationAssessment, evidence: Evidence, *, percent: int, is_exact: bool
) -> Standing:
    """How an assessment stands beside what is so now. ``is_exact``: it holds for one digest of its content only."""
    if not assessment.decision:
        return Standing(AssessmentState.WAITING)
    if is_exact and assessment.digest != evidence.digest:
        return Standing(AssessmentState.CHANGED)
    if assessment.decision != AggregationDecision.OPEN:
        return Standing(AssessmentState.AGAINST)
    growth = growth_of(scope_from(assessment.scope), evidence.scope, percent=percent)
    return Standing(AssessmentState.GROWN, tuple(growth)) if growth else Standing(AssessmentState.VALID)


def standing_facts(target: Any, title: str, evidence: Evidence) -> StandingFacts:
    """What the rule needs to judge whether a content may go on. The newest assessment speaks; one that waits is told."""
    risks = tuple(risk.message for risk in evidence.needing)
    newest = assessments_of(target).first() if evidence.profiles else None
    if newest is None:
        return StandingFacts(title, risks, "", "", "", (), "")
    standing = standing_of(newest, evidence, percent=limits_now().growth, is_exact=True)
    url = reverse("clearance:assessment", args=[newest.pk])
    return StandingFacts(
        title, risks, standing.state, newest.decision, newest.conditions, standing.growth, url
    )


def reasons_against_combining(members: Iterable[Looked]) -> list[Reason]:
    """Why contents, each at its version, may not go on beside what is public."""
    return [reason for one in members for reason in reasons_against_going_on(one.standing)]


def exit_facts(row: OpenExit) -> ExitFacts:
    """What the rule needs to judge whether an exit may open, or still stands open."""
    newest = row.assessments.order_by("-pk").first()
    return exit_facts_of(row, newest, evidence_for_exit(row), percent=limits_now().growth)


def exit_facts_of(
    row: OpenExit, newest: AggregationAssessment | None, evidence: Evidence, *, percent: int
) -> ExitFacts:
    """The same where the newest assessment and what is public have been loaded."""
    is_empty = not evidence.scope
    if newest is None:
        return ExitFacts(row.title, is_empty, "", "", "", (), "")
    standing = standing_of(newest, evidence, percent=percent, is_exact=False)
    url = reverse("clearance:assessment", args=[newest.pk])
    return ExitFacts(
        row.title, is_empty, standing.state, newest.decision, newest.conditions, standing.growth, url
    )


def reasons_against_opening(row: OpenExit) -> list[Reason]:
    """Why a bulk exit may not open now, and why one that was opened answers no more: ask before every answer."""
    return against_opening(exit_facts(row))


def is_standing_open(row: OpenExit) -> bool:
    """Whether an exit was opened, not closed since, and has not outgrown its assessment."""
    return row.opened_at is not None and row.closed_at is None and not reasons_against_opening(row)


def waiting_assessments() -> QuerySet[AggregationAssessment]:
    """Assessments without a decision, oldest first."""
    return AggregationAssessment.objects.filter(decision="").order_by("pk")


@dataclass(frozen=True, slots=True)
class Line:
    """What a screen of the review says of one content: what combines, and how its assessment stands.

    ``ask_url`` is empty where an assessment waits or holds; ``hints`` only inform. ``unread``: attachments of which not
    all tables were compared.
    """

    title: str
    risks: tuple[str, ...]
    hints: tuple[str, ...]
    state: str
    sheet_url: str
    ask_url: str
    unread: tuple[str, ...] = ()


def lines_for(members: Iterable[tuple[Looked, str]]) -> list[Line]:
    """A line for each content, given with its label in addresses, that combines with anything."""
    found = []
    for one, label in members:
        if not one.evidence.risks and not one.evidence.unread:
            continue
        facts = one.standing
        hints = tuple(risk.message for risk in one.evidence.risks if not risk.needs_assessment)
        settled = facts.state in (AssessmentState.WAITING, AssessmentState.VALID) or not facts.risks
        ask = "" if settled else reverse("clearance:request_assessment", args=[label, one.target.pk])
        state = AssessmentState(facts.state).label if facts.state else ""
        title, unread = one.version.title, one.evidence.unread
        found.append(Line(title, facts.risks, hints, str(state), facts.url, ask, unread))
    return found
