"""认定: the fourteen tests, what the machine suggests, and the legality office's word."""

from __future__ import annotations

from typing import Any

from gongkai.core.accounts.verbs import may
from gongkai.duties.dossiers.enums_review import Answer, DeterminationResult
from gongkai.duties.dossiers.forms_review import DecideForm, DeterminationForm
from gongkai.duties.dossiers.queries.comments import newest_version, words_of
from gongkai.duties.dossiers.queries.determining import determined
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.determination import TESTS, suggested_answers
from gongkai.duties.dossiers.usecases.determining import decide_determination, propose_determination
from gongkai.duties.dossiers.verbs import REVIEW_LEGALITY
from gongkai.duties.dossiers.views.acts import Act, ActsView


class DeterminationView(ActsView):
    """The form for the drafter, the decision for legality, everything that was said before for everybody."""

    template_name = "dossiers/review/determination.html"
    page = "dossiers_determine"
    title = "行政规范性文件认定"

    def acts(self) -> dict[str, Act]:
        return {
            "propose": Act(DeterminationForm, self._propose, "认定意见已提交，等法制机构确认。"),
            "decide": Act(DecideForm, self._decide, "认定结果已确认。"),
        }

    def _propose(self, form: Any, row: Any) -> None:
        propose_determination(
            by=self.user, dossier=self.dossier, answers=form.given("answer"), reasons=form.given("reason")
        )

    def _decide(self, form: Any, row: Any) -> None:
        result = form.cleaned_data["result"] or DeterminationResult.UNSURE
        decide_determination(
            by=self.user,
            dossier=self.dossier,
            result=DeterminationResult(result),
            reason=form.cleaned_data["reason"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        word, version = determined(self.dossier), newest_version(self.dossier)
        suggested = suggested_answers(self.dossier.title, words_of(version.data) if version else "")
        initial: dict[str, str] = {}
        for code, one in suggested.items():
            said = word.row.answers.get(code) if word is not None else None
            is_shown = one.answer != Answer.UNSURE  # a person answers what the words do not show
            initial[f"{code}_answer"] = said["answer"] if said else one.answer.value if is_shown else ""
            initial[f"{code}_reason"] = said["reason"] if said else one.reason if is_shown else ""
        is_waiting = word is not None and not word.is_decided
        decide = {"initial": {"result": word.result.value if word is not None else ""}}
        context = {
            "word": word,
            "said": self._said(word),
            "form": self.form_of("propose", initial=initial),
            "decide_form": self.form_of("decide", **decide),
            "may_propose": self.dossier.is_open and may_work_on(self.user, self.dossier, self.today),
            "may_decide": self.dossier.is_open and is_waiting and may(self.user, REVIEW_LEGALITY),
            "history": self.dossier.determinations.select_related("by").order_by("-pk"),
        }
        return super().get_context_data(**context | kwargs)

    def _said(self, word: Any) -> list[dict[str, Any]]:
        """The answers that stand, in words."""
        if word is None:
            return []
        labels = {"yes": "是", "no": "否", "unsure": "拿不准"}
        return [
            {
                "question": test.question,
                "is_negative": test.is_negative,
                "answer": labels.get(word.row.answers.get(code, {}).get("answer"), "—"),
                "reason": word.row.answers.get(code, {}).get("reason", ""),
            }
            for code, test in TESTS.items()
        ]
