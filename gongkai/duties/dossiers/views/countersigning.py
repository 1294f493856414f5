"""会签: who is asked, what each said, and the forms to ask, sign, record, urge, withdraw and overrule."""

from __future__ import annotations

from functools import partial
from typing import Any

from gongkai.core.accounts.verbs import may
from gongkai.duties.dossiers.enums import PaperKind
from gongkai.duties.dossiers.forms import ReasonForm
from gongkai.duties.dossiers.forms_review import AskForm, NoForm, OutsideOpinionForm, SignForm
from gongkai.duties.dossiers.models import CountersignRequest, DraftVersion
from gongkai.duties.dossiers.queries.comments import newest_version, pieces_since
from gongkai.duties.dossiers.queries.countersigning import newest_opinions, ruling_of, signed_for
from gongkai.duties.dossiers.queries.terms import terms_in_force
from gongkai.duties.dossiers.rules.terms import COUNTERSIGN_DAYS
from gongkai.duties.dossiers.usecases.countersigning import (
    ask_countersigners,
    may_ask,
    overrule_countersign,
    record_outside_opinion,
    sign_countersign,
    urge_countersign,
    withdraw_countersign,
)
from gongkai.duties.dossiers.verbs import OVERRULE
from gongkai.duties.dossiers.views.acts import Act, ActsView


class CountersignView(ActsView):
    """All that concerns the countersigning of one dossier."""

    template_name = "dossiers/review/countersign.html"
    page = "dossiers_countersign"
    title = "会签"

    def acts(self) -> dict[str, Act]:
        rows = CountersignRequest.objects.filter(dossier=self.dossier).select_related("dossier", "unit")
        outside = partial(OutsideOpinionForm, dossier=self.dossier)
        return {
            "ask": Act(
                partial(AskForm, dossier=self.dossier), self._ask, "会签已发出，各单位会在工作台看到。"
            ),
            "sign": Act(SignForm, self._sign, "会签意见已签。", rows),
            "record": Act(outside, self._record, "外单位会签意见已登记。", rows),
            "urge": Act(NoForm, self._urge, "已催办。", rows),
            "withdraw": Act(partial(ReasonForm, longest=500), self._withdraw, "会签已撤回。", rows),
            "overrule": Act(
                partial(ReasonForm, longest=500), self._overrule, "裁定已记录，公文可以往下办。", rows
            ),
        }

    def _ask(self, form: Any, row: Any) -> None:
        ask_countersigners(
            by=self.user,
            dossier=self.dossier,
            units=list(form.cleaned_data["units"]),
            organs=form.organ_names(),
            days=form.cleaned_data["days"],
            note=form.cleaned_data["note"],
        )

    def _seen(self) -> DraftVersion:
        """The version that was on the screen when the form was sent."""
        number = self.request.POST.get("version", "")
        version = self.dossier.versions.filter(number=int(number) if number.isdecimal() else 0).first()
        return version or DraftVersion(number=0)

    def _sign(self, form: Any, row: CountersignRequest) -> None:
        sign_countersign(
            by=self.user,
            request=row,
            version=self._seen(),
            verdict=form.cleaned_data["verdict"],
            text=form.cleaned_data["text"],
        )

    def _record(self, form: Any, row: CountersignRequest) -> None:
        record_outside_opinion(
            by=self.user,
            request=row,
            version=self._seen(),
            verdict=form.cleaned_data["verdict"],
            text=form.cleaned_data["text"],
            dated_on=form.cleaned_data["dated_on"],
            paper=self.paper(form, PaperKind.COUNTERSIGN, f"{row.name}会签意见"),
        )

    def _urge(self, form: Any, row: CountersignRequest) -> None:
        urge_countersign(by=self.user, request=row)

    def _withdraw(self, form: Any, row: CountersignRequest) -> None:
        withdraw_countersign(by=self.user, request=row, reason=form.cleaned_data["reason"])

    def _overrule(self, form: Any, row: CountersignRequest) -> None:
        overrule_countersign(by=self.user, request=row, reason=form.cleaned_data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = newest_version(self.dossier)
        rows = list(self.dossier.countersigns.select_related("unit", "asked_by", "withdrawn_by"))
        opinions = newest_opinions([row.pk for row in rows])
        self.able = signed_for(self.user, self.today) if self.dossier.is_open else {}
        may_tend = self.dossier.is_open and may_ask(self.user, self.dossier, self.today)
        initial = {"days": terms_in_force()[COUNTERSIGN_DAYS]}
        context = {
            "newest": newest,
            "lines": [self._line(row, opinions.get(row.pk), newest, may_tend) for row in rows],
            "may_ask": may_tend and newest is not None,
            "ask_form": self.form_of("ask", initial=initial) if may_tend else None,
        }
        return super().get_context_data(**context | kwargs)

    def _line(
        self, row: CountersignRequest, opinion: Any, newest: DraftVersion | None, may_tend: bool
    ) -> dict[str, Any]:
        is_open = row.withdrawn_at is None
        is_stale = opinion is not None and newest is not None and opinion.version.number < newest.number
        is_waiting = is_open and (opinion is None or is_stale)
        blocks = (
            is_open and opinion is not None and opinion.verdict == "disagree" and ruling_of(opinion) is None
        )
        may_sign = is_open and row.unit_id in self.able and newest is not None
        may_record = is_open and may_tend and row.unit_id is None
        return {
            "row": row,
            "opinion": opinion,
            "ruling": ruling_of(opinion),
            "is_stale": is_stale,
            "is_late": is_waiting and opinion is None and row.is_overdue(self.today),
            "blocks": blocks,
            "pieces": pieces_since(self.dossier, opinion.version.number, newest)
            if is_stale and may_sign and newest is not None
            else (),
            "sign_form": self.form_of("sign", row) if may_sign else None,
            "record_form": self.form_of("record", row) if may_record else None,
            "may_urge": is_waiting and may_tend and row.unit_id is not None,
            "withdraw_form": self.form_of("withdraw", row) if is_open and may_tend and not blocks else None,
            "overrule_form": self.form_of("overrule", row) if blocks and may(self.user, OVERRULE) else None,
        }
