"""Account screens in Wagtail's admin: list, new, change, and the acts on one account."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail.admin.views import generic
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.users.views.users import UserViewSet

from gongkai.core.accounts.acts import ACTS, Act
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.forms import AccountForm
from gongkai.core.accounts.lockout import is_locked_out
from gongkai.core.accounts.models import User
from gongkai.core.accounts.usecases import create_account, edit_account, facts_about
from gongkai.core.accounts.verbs import MANAGE_ACCOUNTS, may
from gongkai.core.forms import add_reasons
from gongkai.core.reasons import Refused

LABELS = dict(Role.choices)


def roles_text(user: User) -> str:
    """An account's roles in Chinese, from prefetched groups."""
    names = {group.name for group in user.groups.all()}
    return "、".join(label for code, label in LABELS.items() if code in names) or "—"


def state_text(user: User) -> str:
    """One word for how an account stands."""
    if user.is_frozen:
        return "已冻结"
    return "待改初始密码" if user.must_change_password else "正常"


def state_light(user: User) -> str:
    """The lamp that goes with :func:`state_text`."""
    if user.is_frozen:
        return "grey"
    return "amber" if user.must_change_password else "green"


class AccountIndexView(generic.IndexView):
    """All accounts, frozen ones last."""

    page_title = "账号"
    add_item_label = "新建账号"
    search_fields = ["username", "full_name"]
    is_searchable = True
    default_ordering = None
    paginate_by = 50
    list_export: list[str] = []

    def get_base_queryset(self) -> QuerySet[User]:
        totp = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        return (
            User.objects.prefetch_related("groups")
            .select_related("wagtail_userprofile")
            .annotate(has_totp=Exists(totp))
            .order_by(F("frozen_at").asc(nulls_first=True), "username")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = [
            {"user": user, "roles": roles_text(user), "state": state_text(user), "light": state_light(user)}
            for user in context["object_list"]
        ]
        return context | {"account_rows": rows}


class AccountCreateView(generic.CreateView):
    """A new account; its one-time password is shown on the answer page and nowhere else."""

    page_title = "新建账号"
    submit_button_label = "建立账号"
    error_message = "账号没有建立，请看下面标出的地方。"

    def form_valid(self, form: AccountForm) -> HttpResponse:
        self.form = form
        data = form.cleaned_data
        try:
            user, password = create_account(
                by=self.request.user,
                username=data["username"],
                full_name=data["full_name"],
                email=data["email"],
                roles=data["roles"],
            )
        except Refused as refusal:
            add_reasons(form, refusal.reasons)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        return show_password(self.request, user, password, "账号已建立")


class AccountEditView(generic.EditView):
    """Name, mail address and roles; below, the acts on the account."""

    success_message = "账号“%(object)s”已保存。"
    error_message = "账号没有保存，请看下面标出的地方。"
    actions = ["edit"]

    def form_valid(self, form: AccountForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refused as refusal:
            add_reasons(form, refusal.reasons)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def save_instance(self) -> User:
        data = self.form.cleaned_data
        return edit_account(
            by=self.request.user,
            user=self.object,
            full_name=data["full_name"],
            email=data["email"],
            roles=data["roles"],
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account = User.objects.prefetch_related("groups").get(pk=self.object.pk)
        facts = facts_about(self.request.user, account)
        return super().get_context_data(**kwargs) | {
            "account": account,
            "state": state_text(account),
            "locked_out": is_locked_out(account),
            "acts": [(code, act) for code, act in ACTS.items() if act.is_offered(facts)],
        }


class AccountActView(WagtailAdminTemplateMixin, TemplateView):
    """Says what an act will do, then does it."""

    template_name = "accounts/act.html"
    header_icon = "user"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, pk: int, code: str, **kwargs: Any) -> HttpResponse:
        if not may(request.user, MANAGE_ACCOUNTS) or code not in ACTS:
            raise PermissionDenied
        self.act: Act = ACTS[code]
        self.account = get_object_or_404(User, pk=pk)
        self.page_title = self.act.label
        self.page_subtitle = str(self.account)
        return super().dispatch(request, pk=pk, code=code, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            {"url": reverse("wagtailusers_users:index"), "label": "账号"},
            {"url": reverse("wagtailusers_users:edit", args=[self.account.pk]), "label": str(self.account)},
            {"url": "", "label": self.act.label},
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        password = self.act.perform(by=request.user, user=self.account)
        if password:
            return show_password(request, self.account, password, self.act.done)
        messages.success(request, f"{self.account}：{self.act.done}。")
        return redirect("wagtailusers_users:edit", self.account.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reasons = self.act.reasons(facts_about(self.request.user, self.account))
        return super().get_context_data(**kwargs) | {
            "act": self.act,
            "account": self.account,
            "reasons": reasons,
        }


def show_password(request: HttpRequest, user: User, password: str, done: str) -> HttpResponse:
    """The one page on which a one-time password stands; never cached, never stored."""
    context = {
        "account": user,
        "password": password,
        "done": done,
        "page_title": done,
        "breadcrumbs_items": [
            {"url": reverse("wagtailusers_users:index"), "label": "账号"},
            {"url": "", "label": done},
        ],
        "header_title": done,
        "header_icon": "user",
    }
    return render(request, "accounts/password_once.html", context)


class AccountViewSet(UserViewSet):
    """Wagtail's users screens with our form, our columns and our use cases behind them."""

    menu_label = "账号"
    ordering = "username"
    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    template_prefix = "accounts/users/"
    filterset_class = None
    copy_view_enabled = False
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[AccountForm]:
        return AccountForm


act_urls = [path("accounts/<int:pk>/<slug:code>/", AccountActView.as_view(), name="accounts_act")]
