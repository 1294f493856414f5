"""Forms of the sign-in pages and of the account screens."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.password_validation import password_validators_help_texts

from gongkai.core.accounts.enums import Role
from gongkai.core.accounts.models import User
from gongkai.core.accounts.usecases import roles_of_account


class SignInForm(LoginForm):
    """Name and password. Says that an account is frozen only to who knows its password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        login, password = self.fields["login"], self.fields["password"]
        login.label, password.label = "用户名", "密码"
        password.help_text = ""
        login.error_messages["required"] = "请填写用户名。"
        password.error_messages["required"] = "请填写密码。"
        login.widget.attrs = {"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}
        password.widget.attrs = {"autocomplete": "current-password"}

    def clean(self) -> dict[str, Any]:
        try:
            return super().clean()
        except forms.ValidationError:
            if getattr(self.request, "account_is_frozen", False):
                raise forms.ValidationError(
                    "该账号已冻结，不能登录。如有疑问，请联系本单位的系统管理员。"
                ) from None
            raise


class ChangePasswordForm(SetPasswordForm):
    """The person's present password and a new one, twice."""

    old_password = forms.CharField(
        label="现在的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    field_order = ["old_password", "new_password1", "new_password2"]
    error_messages = {"password_mismatch": "两次输入的新密码不一致。"}

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(user, *args, **kwargs)
        self.label_suffix = ""
        self.rules = password_validators_help_texts()
        self.fields["new_password1"].label = "新密码"
        self.fields["new_password1"].help_text = ""
        self.fields["new_password2"].label = "再输入一次新密码"
        self.fields["new_password2"].help_text = ""
        if user.must_change_password:
            self.fields["old_password"].label = "初始密码"

    def clean_old_password(self) -> str:
        old = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise forms.ValidationError("密码不正确。")
        return old

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        new = cleaned.get("new_password1")
        if new and new == cleaned.get("old_password"):
            self.add_error("new_password1", "新密码不能与现在的密码相同。")
        return cleaned


class AccountForm(forms.ModelForm):
    """A person's account as an administrator sees it. Saving is the use case's business."""

    roles = forms.MultipleChoiceField(
        label="角色",
        choices=Role.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,  # the rule says it better than the field
        help_text="角色决定能做什么，见“权限矩阵”。系统管理员不能兼任审查、发布角色。",
    )

    class Meta:
        model = User
        fields = ["username", "full_name", "email"]
        labels = {"username": "用户名", "full_name": "姓名", "email": "电子邮箱（可不填）"}
        help_texts = {
            "username": "登录用，建立后不能修改。可用字母、数字和 @ . + - _。",
            "email": "只在启用邮件提醒时使用。",
        }

    def __init__(self, *args: Any, for_user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["username"].disabled = True
            self.fields["roles"].initial = sorted(roles_of_account(self.instance))

    def clean_roles(self) -> list[Role]:
        return [Role(code) for code in self.cleaned_data["roles"]]
