"""授权代办: granting, taking back, and seeing who acts for whom."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import content_disposition_header

from gongkai.core.accounts.verbs import may
from gongkai.core.organisation.forms import DelegationForm, RevokeForm, StaffForm
from gongkai.core.organisation.models import Delegation
from gongkai.core.organisation.queries.delegations import delegations_seen_by, grant_of
from gongkai.core.organisation.rules.delegation import overlapping
from gongkai.core.organisation.scopes import label_of, scopes_held_by
from gongkai.core.organisation.usecases.delegations import grant_delegation, revoke_delegation
from gongkai.core.organisation.verbs import DELEGATE, RECORD_DELEGATION, VIEW, VIEW_ALL
from gongkai.core.organisation.views.base import FormScreen, Screen


class DelegationsScreen(Screen):
    """Delegations given and held; the office sees all of them."""

    template_name = "organisation/delegations.html"
    title = "授权代办"
    lead = "授权要有事项、期限和依据；代办人审自己参与编辑的内容仍然不行，被授权人不能再授权。"
    verb = VIEW

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        rows = list(delegations_seen_by(self.user))
        grants = [grant_of(row) for row in rows]
        shown = [
            {
                "row": row,
                "label": label_of(row.scope),
                "state": _state(row, today),
                "beside": len(overlapping(grant, grants)) if grant.revoked_on is None else 0,
                "may_revoke": _is_open(row, today)
                and (row.grantor_id == self.user.pk or may(self.user, RECORD_DELEGATION)),
            }
            for row, grant in zip(rows, grants, strict=True)
        ]
        mine = [one for one in shown if self.user.pk in (one["row"].grantor_id, one["row"].delegate_id)]
        others = [one for one in shown if one not in mine]
        return super().get_context_data(
            given=[one for one in mine if one["row"].grantor_id == self.user.pk],
            held=[one for one in mine if one["row"].delegate_id == self.user.pk],
            others=others,
            sees_all=may(self.user, VIEW_ALL),
            may_grant=bool(scopes_held_by(self.user, today)) or may(self.user, RECORD_DELEGATION),
            **kwargs,
        )


def _is_open(row: Delegation, today: Any) -> bool:
    return row.revoked_at is None and row.valid_until >= today


def _state(row: Delegation, today: Any) -> tuple[str, str]:
    """The lamp and the word of a delegation's state."""
    if row.revoked_at is not None:
        return "grey", "已撤回"
    if row.valid_until < today:
        return "grey", "已到期"
    return ("amber", "未生效") if row.valid_from > today else ("green", "有效")


class NewDelegationScreen(FormScreen):
    """Grant, or record a paper."""

    title = "新增授权"
    verb = DELEGATE
    parent = ("授权代办", "organisation:delegations")
    form_class = DelegationForm
    submit = "登记授权"
    done = "授权已登记。"

    def make_form(self, data: Any = None) -> StaffForm:
        may_record = may(self.user, RECORD_DELEGATION)
        files = self.request.FILES if data is not None else None
        return DelegationForm(data, files, by=self.user, may_record=may_record)

    def act(self, form: StaffForm) -> str:
        given = {"grantor": self.user, **form.cleaned_data}
        _, beside = grant_delegation(by=self.user, **given)
        if beside:
            names = "、".join(f"{row.delegate}（至 {row.valid_until:%Y-%m-%d}）" for row in beside)
            messages.warning(self.request, f"同一事项同时还授权给：{names}。")
        return reverse("organisation:delegations")


class MandateFile(Screen):
    """The written mandate, for those who may see the delegation; saved, never opened beside our own pages."""

    verb = VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = get_object_or_404(delegations_seen_by(self.user).exclude(mandate=""), pk=self.kwargs["pk"])
        try:
            with row.mandate.open("rb") as file:
                body: bytes = file.read()
        except OSError as error:
            raise Http404("授权书文件已不在。") from error
        if hashlib.sha256(body).hexdigest() != row.mandate_sha256:
            raise Http404("授权书文件与登记时不一致。")
        response = HttpResponse(body, content_type="application/octet-stream")
        response["Content-Disposition"] = content_disposition_header(True, row.mandate_name) or "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response["Cache-Control"] = "private, no-store"
        return response


class RevokeScreen(FormScreen):
    """Take a delegation back."""

    verb = VIEW
    parent = ("授权代办", "organisation:delegations")
    form_class = RevokeForm
    submit = "撤回授权"
    done = "授权已撤回，立即失效。"

    @cached_property
    def row(self) -> Delegation:
        """The delegation, among those the person may see."""
        return get_object_or_404(delegations_seen_by(self.user), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return f"撤回授权：{self.row.grantor} 授权 {self.row.delegate}（{label_of(self.row.scope)}）"

    def act(self, form: StaffForm) -> str:
        revoke_delegation(by=self.user, delegation=self.row, because=form.cleaned_data["because"])
        return reverse("organisation:delegations")
