"""Sign-in pages; included before Wagtail's addresses, whose sign-in they stand in for."""

from allauth.account.views import reauthenticate
from allauth.mfa.base.views import authenticate as mfa_authenticate
from allauth.mfa.base.views import reauthenticate as mfa_reauthenticate
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.urls import path
from wagtail.admin.auth import require_admin_access

from gongkai.core.accounts import views

security = login_required(views.SecurityView.as_view())

urlpatterns = [
    path("admin/login/", views.SignInView.as_view(), name="account_login"),
    path("admin/login/code/", mfa_authenticate, name="mfa_authenticate"),
    path("admin/password/", views.ChangePasswordView.as_view(), name="accounts_password"),
    path("admin/account/", require_admin_access(views.OwnAccountView.as_view())),
    # Wagtail's bulk actions on users would pass by the use cases and their events.
    path("admin/bulk/accounts/user/<slug:action>/", views.closed),
    path("admin/security/", security, name="accounts_security"),
    path("admin/security/mfa/", security, name="mfa_index"),
    path("admin/security/confirm/", login_required(reauthenticate), name="account_reauthenticate"),
    path("admin/security/confirm/code/", login_required(mfa_reauthenticate), name="mfa_reauthenticate"),
    path("admin/security/app/", login_required(totp.activate_totp), name="mfa_activate_totp"),
    path("admin/security/app/remove/", login_required(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("admin/security/codes/", login_required(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "admin/security/codes/new/",
        login_required(codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
