"""条款意见: the clauses of the newest version with what was said about each."""

from __future__ import annotations

from functools import partial
from typing import Any

from gongkai.core.forms import number_asked
from gongkai.core.reasons import refuse_if
from gongkai.duties.dossiers.forms_review import AnswerForm, CommentForm
from gongkai.duties.dossiers.models import ClauseComment
from gongkai.duties.dossiers.queries.comments import clauses_of, comments_on, may_comment, newest_version
from gongkai.duties.dossiers.queries.seen import may_work_on
from gongkai.duties.dossiers.rules.comments import COMMENT_PLACE
from gongkai.duties.dossiers.usecases.commenting import COMMENT, answer_comment, comment_on_clause
from gongkai.duties.dossiers.views.acts import Act, ActsView


class CommentsView(ActsView):
    """The text on one side, the comments on the other."""

    template_name = "dossiers/review/comments.html"
    page = "dossiers_comments"
    title = "条款意见"

    def acts(self) -> dict[str, Act]:
        version = newest_version(self.dossier)
        clauses = clauses_of(version.data) if version is not None else []
        return {
            "comment": Act(
                partial(CommentForm, clauses=clauses), self._comment, "意见已提出，等起草单位答复。"
            ),
            "answer": Act(
                AnswerForm,
                self._answer,
                "已答复。",
                ClauseComment.objects.filter(version__dossier=self.dossier).select_related("version"),
            ),
        }

    def _comment(self, form: Any, row: Any) -> None:
        number = self.request.POST.get("version", "")
        version = self.dossier.versions.filter(number=number_asked(number) or 0).first()
        if version is None:
            remedy = "请先提交文稿。"
            refuse_if([COMMENT_PLACE.reason("这一卷还没有文稿。", remedy=remedy)], act=COMMENT)
        assert version is not None  # refused above
        comment_on_clause(
            by=self.user, version=version, anchor=form.cleaned_data["anchor"], text=form.cleaned_data["text"]
        )

    def _answer(self, form: Any, row: ClauseComment) -> None:
        answer_comment(
            by=self.user,
            comment=row,
            outcome=form.cleaned_data["outcome"],
            answer=form.cleaned_data["answer"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = newest_version(self.dossier)
        comments = list(comments_on(self.dossier))
        may_answer = self.dossier.is_open and may_work_on(self.user, self.dossier, self.today)
        lines = [
            {
                "comment": one,
                "form": self.form_of("answer", one)
                if may_answer and not one.outcome and one.by_id != self.user.pk
                else None,
            }
            for one in comments
        ]
        clauses = clauses_of(newest.data) if newest is not None else []
        known = {one.anchor for one in clauses}
        context = {
            "newest": newest,
            "clauses": [(one, self._at(lines, newest, one.anchor)) for one in clauses],
            "others": [
                line
                for line in lines
                if line["comment"].version_id != (newest.pk if newest else None)
                or line["comment"].anchor not in known
            ],
            "open_count": sum(not one.outcome for one in comments),
            "form": self.form_of("comment")
            if newest is not None
            and self.dossier.is_open
            and may_comment(self.user, self.dossier, self.today)
            else None,
        }
        return super().get_context_data(**context | kwargs)

    def _at(self, lines: list[dict[str, Any]], newest: Any, anchor: str) -> list[dict[str, Any]]:
        return [
            line
            for line in lines
            if line["comment"].anchor == anchor and line["comment"].version_id == newest.pk
        ]
