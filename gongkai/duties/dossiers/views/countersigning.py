"""会签: who is asked, what each said, and the forms to ask, sign, record, urge, withdraw and overrule."""

from __future__ import annotations

from functools import partial
from typing import Any

from gongkai.core.accounts.verbs import may
from gongkai.core.forms import number_asked
from gongkai.duties.dossiers.enums import Mode, PaperKind
from gongkai.duties.dossiers.forms import ReasonForm
from gongkai.duties.dossiers.forms_review import (
    SHOWN_ROWS,
    AskForm,
    NoForm,
    PaperOpinionForm,
    SheetForm,
    SignForm,
)
from gongkai.duties.dossiers.models import CountersignRequest, DraftVersion
from gongkai.duties.dossiers.queries.comments import newest_version, pieces_since
from gongkai.duties.dossiers.queries.countersigning import (
    newest_opinions,
    ruling_of,
    signed_for,
    standing_opinions,
)
from gongkai.duties.dossiers.queries.people import has_edited
from gongkai.duties.dossiers.queries.terms import terms_in_force
from gongkai.duties.dossiers.rules.terms import COUNTERSIGN_DAYS
from gongkai.duties.dossiers.usecases.countersigning import (
    ask_countersigners,
    may_ask,
    overrule_countersign,
    sign_countersign,
    urge_countersign,
    withdraw_countersign,
)
from gongkai.duties.dossiers.usecases.countersigning_paper import Said, Sheet, record_paper_opinions
from gongkai.duties.dossiers.verbs import OVERRULE, RECORD
from gongkai.duties.dossiers.views.acts import Act, ActsView


class CountersignView(ActsView):
    """All that concerns the countersigning of one dossier."""

    template_name = "dossiers/review/countersign.html"
    page = "dossiers_countersign"
    title = "会签"

    def acts(self) -> dict[str, Act]:
        rows = CountersignRequest.objects.filter(dossier=self.dossier).select_related("dossier", "unit")
        on_paper = partial(PaperOpinionForm, dossier=self.dossier)
        sheet = partial(SheetForm, dossier=self.dossier)
        return {
            "ask": Act(
                partial(AskForm, dossier=self.dossier), self._ask, "会签已发出，各单位会在工作台看到。"
            ),
            "sign": Act(SignForm, self._sign, "会签意见已签。", rows),
            "record": Act(on_paper, self._record, "会签意见已登记。", rows),
            "sheet": Act(sheet, self._record_sheet, "会签单已登记。"),
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
        version = self.dossier.versions.filter(number=number_asked(number) or 0).first()
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
        said = Said(form.cleaned_data["verdict"], form.cleaned_data["text"], row.unit, row.organ)
        self._keep_sheet(form, [said], f"{row.name}会签意见")

    def _record_sheet(self, form: Any, row: Any) -> None:
        self._keep_sheet(form, form.said(), "会签单")

    def _keep_sheet(self, form: Any, said: list[Said], title: str) -> None:
        paper = self.paper(form, PaperKind.COUNTERSIGN, title)
        sheet = Sheet(said, form.cleaned_data["dated_on"], paper, self._seen().number)
        record_paper_opinions(by=self.user, dossier=self.dossier, sheet=sheet)

    def _urge(self, form: Any, row: CountersignRequest) -> None:
        urge_countersign(by=self.user, request=row)

    def _withdraw(self, form: Any, row: CountersignRequest) -> None:
        withdraw_countersign(by=self.user, request=row, reason=form.cleaned_data["reason"])

    def _overrule(self, form: Any, row: CountersignRequest) -> None:
        overrule_countersign(by=self.user, request=row, reason=form.cleaned_data["reason"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = newest_version(self.dossier)
        rows = list(self.dossier.countersigns.select_related("unit", "asked_by", "withdrawn_by"))
        keys = [row.pk for row in rows]
        opinions, self.standing = newest_opinions(keys), standing_opinions(keys)
        self.able = signed_for(self.user, self.today) if self.dossier.is_open else {}
        may_tend = self.dossier.is_open and may_ask(self.user, self.dossier, self.today)
        self.may_own = self._records_own()
        initial = {"days": terms_in_force()[COUNTERSIGN_DAYS]}
        context = {
            "newest": newest,
            "lines": [self._line(row, opinions.get(row.pk), newest, may_tend) for row in rows],
            "may_ask": may_tend and newest is not None,
            "ask_form": self.form_of("ask", initial=initial) if may_tend else None,
            "shown_rows": SHOWN_ROWS,
            "sheet_form": self.form_of("sheet") if self.may_own and newest is not None else None,
        }
        return super().get_context_data(**context | kwargs)

    def _records_own(self) -> bool:
        """Whether this person may write down what units of the department signed in OA."""
        is_oa = self.dossier.is_open and self.dossier.mode == Mode.OA
        return is_oa and may(self.user, RECORD) and not has_edited(self.user, self.dossier)

    def _line(
        self, row: CountersignRequest, opinion: Any, newest: DraftVersion | None, may_tend: bool
    ) -> dict[str, Any]:
        is_open = row.withdrawn_at is None
        stands = self.standing.get(row.pk)
        is_undone = opinion is not None and stands is None
        is_stale = stands is not None and newest is not None and opinion.version.number < newest.number
        is_waiting = is_open and (stands is None or is_stale)
        blocks = is_open and stands is not None and stands.verdict == "disagree" and ruling_of(stands) is None
        may_sign = is_open and row.unit_id in self.able and newest is not None
        may_record = is_open and newest is not None and (self.may_own if row.unit_id else may_tend)
        return {
            "row": row,
            "opinion": opinion,
            "ruling": ruling_of(opinion),
            "is_stale": is_stale,
            "is_undone": is_undone,
            "is_late": is_waiting and stands is None and row.is_overdue(self.today),
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
