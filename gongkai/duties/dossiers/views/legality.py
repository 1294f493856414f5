"""合法性审核: the reviewers' queue, the page of one review, the opinion as a paper, the parameters."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from wagtail.admin import messages

from gongkai.core.accounts.access import verb_required
from gongkai.core.accounts.verbs import may
from gongkai.core.forms import number_asked, place_refusal
from gongkai.core.reasons import Refused
from gongkai.duties.dossiers.enums import Mode, PaperKind
from gongkai.duties.dossiers.enums_review import Conclusion, ReviewState, Urgency
from gongkai.duties.dossiers.forms import ReasonForm
from gongkai.duties.dossiers.forms_review import (
    AcceptForm,
    ConcludeForm,
    LacksForm,
    PaperReviewForm,
    SendForm,
    SupplementForm,
    TermForm,
)
from gongkai.duties.dossiers.models import DraftVersion, LegalityReview, ReviewTerm
from gongkai.duties.dossiers.queries.comments import (
    clauses_of,
    newest_version,
    open_comments_of_legality,
    pieces_since,
)
from gongkai.duties.dossiers.queries.determining import determined
from gongkai.duties.dossiers.queries.facts import track_for
from gongkai.duties.dossiers.queries.legality import (
    OPEN,
    SHELVES,
    concluded_lately,
    covered_by,
    is_writer,
    last_conclusion,
    materials_for,
    open_review,
    queue,
    shelf_of,
    state_of,
)
from gongkai.duties.dossiers.queries.people import has_edited
from gongkai.duties.dossiers.queries.seen import dossiers_seen_by, may_work_on
from gongkai.duties.dossiers.queries.terms import terms_in_force
from gongkai.duties.dossiers.rules.applies import PROVINCE_SIGNATURES
from gongkai.duties.dossiers.rules.terms import LEGALITY_LEAST, PARAMETERS
from gongkai.duties.dossiers.usecases.legality.on_paper import PaperOpinion, record_review_on_paper
from gongkai.duties.dossiers.usecases.legality.paper import print_opinion
from gongkai.duties.dossiers.usecases.legality.reviewing import (
    accept_review,
    conclude_review,
    confirm_unchanged,
    hand_back_file,
)
from gongkai.duties.dossiers.usecases.legality.sending import (
    reasons_against_review,
    send_to_review,
    supplement_file,
)
from gongkai.duties.dossiers.usecases.terms import set_review_term
from gongkai.duties.dossiers.verbs import READ, READ_ALL, RECORD, REVIEW_LEGALITY, SET_TERMS
from gongkai.duties.dossiers.views.acts import Act, ActsView

SHOWN_DONE = 30


@verb_required(READ_ALL)
def queue_view(request: HttpRequest) -> HttpResponse:
    """Every review under way on its shelf, and the newest opinions."""
    today = timezone.localdate()
    seen = dossiers_seen_by(request.user, timezone.localdate())
    rows = [*queue().filter(dossier__in=seen), *concluded_lately(SHOWN_DONE, seen)]
    shelves = [
        {"code": code, "label": label, "rows": [row for row in rows if shelf_of(row, today) == code]}
        for code, label in SHELVES.items()
    ]
    context = {
        "title": "合法性审核",
        "lead": "送来的文稿在哪一步、还有几天、谁在审。",
        "shelves": shelves,
        "is_empty": not rows,
        "may_set": may(request.user, SET_TERMS),
    }
    return render(request, "dossiers/review/queue.html", context)


class ReviewView(ActsView):
    """One dossier's review: the text, the papers, the four points, and whatever this person may do about it now."""

    template_name = "dossiers/review/legality.html"
    page = "dossiers_review"
    title = "合法性审核"

    def acts(self) -> dict[str, Act]:
        rows = LegalityReview.objects.filter(dossier=self.dossier).select_related("dossier", "version")
        return {
            "send": Act(SendForm, self._send, "已送审，等法制机构受理。"),
            "supplement": Act(SupplementForm, self._supplement, "已补正，审核继续。", rows),
            "accept": Act(AcceptForm, self._accept, "已受理，从今天起算。", rows),
            "hand_back": Act(LacksForm, self._hand_back, "已退回补正，补正期间不计时。", rows),
            "conclude": Act(
                partial(ConcludeForm, dossier=self.dossier), self._conclude, "审核意见已出具。", rows
            ),
            "confirm": Act(partial(ReasonForm, longest=500), self._confirm, "已确认，审核意见覆盖最新一稿。"),
            "outside": Act(partial(PaperReviewForm, dossier=self.dossier), self._outside, "审核意见已登记。"),
        }

    def _send(self, form: Any, row: Any) -> None:
        urgency = form.cleaned_data["urgency"]
        send_to_review(
            by=self.user,
            dossier=self.dossier,
            note=form.cleaned_data["note"],
            urgency=Urgency(urgency) if urgency else None,
            urgency_reason=form.cleaned_data["urgency_reason"],
        )

    def _supplement(self, form: Any, row: LegalityReview) -> None:
        supplement_file(by=self.user, review=row, **form.cleaned_data)

    def _accept(self, form: Any, row: LegalityReview) -> None:
        accept_review(by=self.user, review=row, **form.cleaned_data)

    def _hand_back(self, form: Any, row: LegalityReview) -> None:
        hand_back_file(by=self.user, review=row, **form.cleaned_data)

    def _conclude(self, form: Any, row: LegalityReview) -> None:
        data = form.cleaned_data
        conclude_review(
            by=self.user,
            review=row,
            conclusion=data["conclusion"],
            verdicts=form.given("verdict"),
            words=form.given("words"),
            statement=data["statement"],
            competition=data["competition"],
            counsel=data["counsel"],
        )

    def _confirm(self, form: Any, row: Any) -> None:
        number = self.request.POST.get("version", "")
        version = self.dossier.versions.filter(number=number_asked(number) or 0).first()
        confirm_unchanged(
            by=self.user,
            dossier=self.dossier,
            version=version or DraftVersion(number=0),
            reason=form.cleaned_data["reason"],
        )

    def _outside(self, form: Any, row: Any) -> None:
        data = form.cleaned_data
        urgency = data.get("urgency")
        given = PaperOpinion(
            organ=data["organ"],
            conclusion=data["conclusion"],
            dated_on=data["dated_on"],
            statement=data["statement"],
            paper=self.paper(form, PaperKind.LEGALITY, f"{data['organ']}审核意见"),
            sent_on=data.get("sent_on"),
            counsel=data.get("counsel"),
            urgency=Urgency(urgency) if urgency else None,
            urgency_reason=data.get("urgency_reason", ""),
        )
        record_review_on_paper(by=self.user, dossier=self.dossier, given=given)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts, _ = track_for(self.dossier)
        newest, review, last = (
            newest_version(self.dossier),
            open_review(self.dossier),
            last_conclusion(self.dossier),
        )
        if review is not None and state_of(review) not in OPEN:
            review = None
        history = self.dossier.legality_reviews.select_related("version", "sent_by", "concluded_by", "paper")
        context = {
            "newest": newest,
            "clauses": clauses_of(newest.data) if newest is not None else [],
            "materials": materials_for(self.dossier, facts),
            "papers": self.dossier.papers.filter(void_at__isnull=True),
            "word": determined(self.dossier),
            "review": review,
            "pauses": review.pauses.select_related("asked_by", "ended_by") if review is not None else [],
            "is_late": review is not None and review.is_late(self.today),
            "least": terms_in_force()[LEGALITY_LEAST],
            "last": last,
            "covered": (covered := covered_by(last) if last is not None else 0),
            "is_covered": newest is not None and covered >= newest.number,
            "may_add": self.dossier.is_open
            and (may_work_on(self.user, self.dossier, self.today) or may(self.user, RECORD)),
            "open_comments": open_comments_of_legality(self.dossier),
            "history": history.prefetch_related("points", "pauses").order_by("-pk"),
            **self._forms(newest, review, last),
        }
        return super().get_context_data(**context | kwargs)

    def _forms(
        self, newest: DraftVersion | None, review: LegalityReview | None, last: LegalityReview | None
    ) -> dict[str, Any]:
        """The forms that this person can do something with now; for a drafter who cannot send yet, why."""
        forms: dict[str, Any] = {}
        if not self.dossier.is_open:
            return forms
        is_province = self.dossier.signature in PROVINCE_SIGNATURES
        if may_work_on(self.user, self.dossier, self.today) and not is_province:
            reasons = reasons_against_review(self.user, self.dossier, "", "")
            forms["against_sending"] = reasons
            if not reasons or getattr(self, "bound", ("",))[0] == "send":
                forms["send_form"] = self.form_of("send")
            if review is not None and review.state == ReviewState.LACKING:
                forms["supplement_form"] = self.form_of("supplement", review)
        is_elsewhere = is_province or self.dossier.mode == Mode.OA
        if is_elsewhere and may(self.user, RECORD) and review is None:
            forms |= self._paper_form(is_province=is_province)
        if may(self.user, REVIEW_LEGALITY) and not is_writer(self.user, self.dossier, review):
            forms |= self._reviewers_forms(newest, review, last)
        return forms

    def _paper_form(self, *, is_province: bool) -> dict[str, Any]:
        """The form for an opinion on paper; for who wrote the text, that another has to record it."""
        if has_edited(self.user, self.dossier):
            return {"against_paper": True}
        return {"outside_form": self.form_of("outside"), "is_province": is_province}

    def _reviewers_forms(
        self, newest: DraftVersion | None, review: LegalityReview | None, last: LegalityReview | None
    ) -> dict[str, Any]:
        forms: dict[str, Any] = {}
        if review is not None and review.state == ReviewState.SENT:
            forms["accept_form"] = self.form_of("accept", review)
        if review is not None and review.state == ReviewState.ACCEPTED:
            forms["conclude_form"] = self.form_of("conclude", review)
        if review is not None and review.state in (ReviewState.SENT, ReviewState.ACCEPTED):
            forms["hand_back_form"] = self.form_of("hand_back", review)
        if (
            review is None
            and last is not None
            and newest is not None
            and last.conclusion == Conclusion.LAWFUL
        ):
            covered = covered_by(last)
            if covered < newest.number:
                forms["confirm_form"] = self.form_of("confirm")
                forms["pieces"] = pieces_since(self.dossier, covered, newest)
        return forms


@verb_required(READ)
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """The opinion as PDF."""
    seen = dossiers_seen_by(
        request.user, timezone.localdate()
    )  # of the others nobody learns that there is one
    rows = LegalityReview.objects.filter(dossier__in=seen)
    review = get_object_or_404(
        rows.select_related("dossier__unit", "version", "sent_by", "accepted_by"), pk=pk
    )
    paper = print_opinion(by=request.user, review=review)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="legality-{review.dossier.code}.pdf"'
    return answer


@verb_required(SET_TERMS)
def terms(request: HttpRequest) -> HttpResponse:
    """The parameters: what is in force, where it comes from, and a form to set one."""
    form, refusal = TermForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            set_review_term(
                by=request.user,
                term=PARAMETERS[form.cleaned_data["code"]],
                days=form.cleaned_data["days"],
                source=form.cleaned_data["source"],
            )
        except Refused as refused:
            refusal = place_refusal(refused, form)
        else:
            messages.success(request, "已设定，从今天起新办的、新公布的按它算。")
            return redirect("dossiers_terms")
    own = {row.code: row for row in ReviewTerm.objects.select_related("set_by")}
    in_force = terms_in_force()
    context = {
        "title": "办理天数",
        "lead": "会签、合法性审核给几个工作日是本单位的参数，不是法定期限；备案期限按本地规定设定。改了以后，只管以后办的、以后公布的。",
        "rows": [
            {"term": term, "days": in_force[code], "own": own.get(code)} for code, term in PARAMETERS.items()
        ],
        "form": form,
        "refusal": refusal,
    }
    is_refused = refusal is not None or bool(form.errors)
    return render(request, "dossiers/review/terms.html", context, status=422 if is_refused else 200)
