"""Sign-in pages and the permission matrix."""

from __future__ import annotations

from typing import Any

from allauth.account import views as allauth_views
from axes.decorators import axes_dispatch
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.account import AccountView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from gongkai.core.accounts.access import VerbRequiredMixin
from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.forms import ChangePasswordForm
from gongkai.core.accounts.matrix import matrix_rows, roles_in_order
from gongkai.core.accounts.second_factor import has_second_factor, must_have_second_factor
from gongkai.core.accounts.usecases import change_own_password
from gongkai.core.accounts.verbs import VIEW_PERMISSIONS, roles_of


@method_decorator(axes_dispatch, name="post")
class SignInView(allauth_views.LoginView):
    """allauth's sign-in under Wagtail's address, in our look."""

    template_name = "accounts/sign_in.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Wagtail sends people without access to its admin here: sending them back would never end.
        if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
            is_operator = Role.OPERATOR in roles_of(request.user)
            return render(request, "accounts/no_entry.html", {"is_operator": is_operator}, status=403)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"site_name": settings.WAGTAIL_SITE_NAME}


@method_decorator([login_required, sensitive_post_parameters()], name="dispatch")
class ChangePasswordView(FormView):
    """One's own password; the first thing to do with a one-time password."""

    form_class = ChangePasswordForm
    template_name = "accounts/password.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def form_valid(self, form: ChangePasswordForm) -> HttpResponse:
        was_first = self.request.user.must_change_password
        user = change_own_password(by=self.request.user, password=form.cleaned_data["new_password1"])
        update_session_auth_hash(self.request, user)
        return redirect(
            reverse("wagtailadmin_home") if was_first else reverse("accounts_security") + "?changed=1"
        )


@method_decorator(login_required, name="dispatch")
class SecurityView(TemplateView):
    """One's own password and second factor at a glance."""

    template_name = "accounts/security.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "has_second_factor": has_second_factor(user),
            "must_have": must_have_second_factor(user),
            "changed": "changed" in self.request.GET,
        }


class OwnAccountView(AccountView):
    """Wagtail's page of one's own settings, without what is ours to keep: name, picture (an unscreened
    upload),
    mails, password.
    """

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if panel.name == "theme"]


class PermissionsView(VerbRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Role × verb, computed from the matrix in code."""

    template_name = "accounts/permissions.html"
    page_title = "权限矩阵"
    header_icon = "key"
    breadcrumbs_items = [{"url": "", "label": "权限矩阵"}]
    _show_breadcrumbs = True
    verb = VIEW_PERMISSIONS

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"roles": roles_in_order(), "apps": matrix_rows()}


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page a browser gets whose form has no valid token: what happened and what to do."""
    return render(request, "accounts/csrf_failed.html", status=403)


def closed(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """An address of Wagtail's that this house does not have."""
    raise Http404
