"""Everything that decides where dossiers stand, for any number of them in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Max, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone

from gongkai.clearance.enums import Disclosure
from gongkai.clearance.queries.gate import slips_of_pages
from gongkai.duties.dossiers import joints
from gongkai.duties.dossiers.enums import ExemptionGround, Route, Step, Trait
from gongkai.duties.dossiers.models import (
    Dossier,
    DossierTrait,
    DraftVersion,
    Exemption,
    SignOff,
    StepRecord,
    StepReturn,
)
from gongkai.duties.dossiers.queries.terms import filing_settings
from gongkai.duties.dossiers.rules.applies import Shape
from gongkai.duties.dossiers.rules.pages import went_public_at
from gongkai.duties.dossiers.rules.returns import (
    Returned,
    exempted_after,
    exempted_for,
    left_after,
    returned_days,
)
from gongkai.duties.dossiers.rules.terms import TermSet, filing_term_on
from gongkai.duties.dossiers.rules.track import ChainFacts, Done, Exempted, StepView, track_of
from gongkai.duties.policies.enums import DocumentKind, Signature


def facts_of(dossiers: Sequence[Dossier]) -> dict[int, ChainFacts]:
    """By key of the dossier; eight queries, and what each source takes."""
    keys = [dossier.pk for dossier in dossiers]
    known = _known(keys)
    traits, returns, exempted = _traits(keys), _returns(keys), _exempted(keys)
    versions, filing = _versions(keys), filing_settings()
    return {
        dossier.pk: _facts(dossier, known[dossier.pk], traits, returns, exempted, versions, filing)
        for dossier in dossiers
    }


def track_for(dossier: Dossier) -> tuple[ChainFacts, tuple[StepView, ...]]:
    """One dossier's facts and track."""
    facts = facts_of([dossier])[dossier.pk]
    return facts, track_of(facts)


def _facts(
    dossier: Dossier,
    known: joints.Known,
    traits: Mapping[int, frozenset[Trait]],
    returns: Mapping[int, list[Returned]],
    exempted: Mapping[int, dict[Step, Exempted]],
    versions: Mapping[int, DraftVersion],
    filing: Sequence[TermSet],
) -> ChainFacts:
    version = versions.get(dossier.pk)
    done = {Step.INITIATION: Done(dossier.opened_at, dossier.code)}
    if version is not None:
        done[Step.DRAFTING] = Done(version.at, str(version), url=_version_url(dossier, version))
    done = left_after({**done, **known.done}, returns.get(dossier.pk, []))
    release = done.get(Step.RELEASE)
    return ChainFacts(
        shape=Shape(
            kind=DocumentKind(dossier.kind),
            signature=Signature(dossier.signature),
            is_proactive=dossier.disclosure in ("", Disclosure.PROACTIVE),  # open is the rule: 条例 第五条
            traits=traits.get(dossier.pk, frozenset()),
            has_countersigners=bool(known.countersigners),
            is_history=dossier.route == Route.HISTORY,
            filing=filing_term_on(filing, release.day if release else timezone.localdate()),
        ),
        done=done,
        exempted=exempted_for(
            exempted_after(exempted.get(dossier.pk, {}), returns.get(dossier.pk, [])),
            version.number if version is not None else 0,
        ),
        pending=known.pending,
        version=version.number if version is not None else 0,
        is_ended=not dossier.is_open,
        returned=returned_days(returns.get(dossier.pk, [])),
    )


def _version_url(dossier: Dossier, version: DraftVersion) -> str:
    return reverse("dossiers_text", args=[dossier.pk, version.number])


def _known(keys: Collection[int]) -> dict[int, joints.Known]:
    """What all sources say, one after the other; a step that two of them report on is the later one's."""
    found = {key: joints.Known() for key in keys}
    for load in joints.SOURCES.values():
        for key, one in load(keys).items():
            before = found[key]
            found[key] = joints.Known(
                {**before.done, **one.done},
                {**before.pending, **one.pending},
                before.countersigners + one.countersigners,
            )
    return found


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    groups: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        groups[row.dossier_id].append(row)
    return groups


def _traits(keys: Collection[int]) -> dict[int, frozenset[Trait]]:
    rows = DossierTrait.objects.filter(dossier__in=keys, applies=True)
    return {key: frozenset(Trait(row.trait) for row in group) for key, group in _grouped(rows).items()}


def _returns(keys: Collection[int]) -> dict[int, list[Returned]]:
    rows = StepReturn.objects.filter(dossier__in=keys)
    return {
        key: [Returned(Step(row.to_step), row.at) for row in group] for key, group in _grouped(rows).items()
    }


def _exempted(keys: Collection[int]) -> dict[int, dict[Step, Exempted]]:
    rows = Exemption.objects.filter(dossier__in=keys, is_granted=True, overtaken_at__isnull=True)
    rows = rows.select_related("decided_by", "version").defer("version__data")
    return {key: {Step(row.step): _exemption(row) for row in group} for key, group in _grouped(rows).items()}


def _exemption(row: Exemption) -> Exempted:
    assert row.decided_at is not None  # granted
    is_bound = row.ground == ExemptionGround.WORDING and row.version is not None
    say = f"{row.get_ground_display()}；{row.decided_by}批准"
    return Exempted(row.decided_at, say, row.version.number if is_bound and row.version else None)


def _versions(keys: Collection[int]) -> dict[int, DraftVersion]:
    """The newest version of each, without its text."""
    newest = DraftVersion.objects.filter(dossier__in=keys).values("dossier").annotate(last=Max("pk"))
    rows = DraftVersion.objects.filter(pk__in=newest.values("last")).defer("data")
    return {row.dossier_id: row for row in rows}


def _recorded(keys: Collection[int]) -> dict[int, joints.Known]:
    """Steps recorded by hand."""
    rows = StepRecord.objects.filter(dossier__in=keys, overtaken_at__isnull=True).select_related("version")
    return {
        key: joints.Known(
            {
                Step(row.step): Done(
                    row.at,
                    row.statement,
                    row.version.number if row.version else None,
                    url=row.link,
                    on=row.done_on,
                    holds=row.holds,
                )
                for row in group
            }
        )
        for key, group in _grouped(rows).items()
    }


def _released(keys: Collection[int]) -> dict[int, joints.Known]:
    """Dossiers whose page is public."""
    signed = SignOff.objects.filter(dossier=OuterRef("pk"), overtaken_at__isnull=True)
    rows = Dossier.objects.filter(pk__in=keys, page__live=True).select_related("page")
    found = {}
    for dossier in rows.annotate(signed_last=Subquery(signed.values("recorded_at")[:1])):
        page = dossier.page
        assert page is not None  # else it is not live
        public_at = went_public_at(page.first_published_at, page.last_published_at, dossier.signed_last)
        at = public_at or dossier.opened_at
        on = timezone.localdate(public_at) if public_at is not None else None
        url = reverse("wagtailadmin_pages:edit", args=[dossier.page_id])
        found[dossier.pk] = joints.Known(
            {
                Step.RELEASE: Done(at, f"{timezone.localdate(at):%Y-%m-%d}上线", url=url, on=on),
                Step.IN_FORCE: Done(at, "已列入文件库", url=url),
            }
        )
    return found


def _under_review(keys: Collection[int]) -> dict[int, joints.Known]:
    """Dossiers whose page was sent and is not public yet: the slip, and where it stands."""
    pages = dict(Dossier.objects.filter(pk__in=keys, page__live=False).values_list("page", "pk"))
    return {
        pages[key]: joints.Known(pending={Step.RELEASE: f"审查单 {slip.number} {slip.get_state_display()}"})
        for key, slip in slips_of_pages(pages).items()
    }


joints.register_source("recorded", _recorded)
joints.register_source("under_review", _under_review)
joints.register_source("released", _released)
