"""Who gets in, and what a browser may do with our pages. The same in every installation; prod.py adds TLS."""

from datetime import timedelta

# Signing in: allauth's flow with our backend, axes watching, a second factor where a person has one.
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "gongkai.core.accounts.backends.AccountBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
ACCOUNT_ADAPTER = "gongkai.core.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = [
    "username*",
    "password1*",
]  # nobody signs up; without password1 the form has no password
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "40/m/ip,20/5m/key", "reauthenticate": "10/m/user"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_FORMS = {"login": "gongkai.core.accounts.forms.SignInForm"}
MFA_ADAPTER = "gongkai.core.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # one step of 30 s either way: office clocks drift
MFA_RECOVERY_CODES_SHOW_ONCE = True
GONGKAI_MFA_REQUIRED_ROLES: list[str] = []
"""Codes of the roles that must have a second factor; prod.py reads GONGKAI_MFA_REQUIRED_ROLES."""

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "gongkai.core.accounts.lockout.username_of"
AXES_LOCKOUT_CALLABLE = "gongkai.core.accounts.lockout.locked_out_page"
AXES_DISABLE_ACCESS_LOG = True  # sign-ins are audit events
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_COOKIE_AGE = 8 * 3600  # one working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "gongkai.core.accounts.views.csrf_failed"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor frames its own previews

_SELF = ["'self'"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": _SELF,
        "style-src": _SELF,
        "img-src": ["'self'", "data:"],
        "font-src": _SELF,
        "media-src": _SELF,
        "connect-src": _SELF,
        "manifest-src": _SELF,
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": _SELF,
        "frame-ancestors": ["'none'"],
    }
}
GONGKAI_ADMIN_CSP = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    # Wagtail's date fields and inline panels start themselves with inline scripts, its rich text sets styles.
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "frame-src": _SELF,
    "worker-src": ["'self'", "blob:"],
    "base-uri": _SELF,
    "frame-ancestors": _SELF,
}
GONGKAI_STAFF_PREFIX = "/admin/"
"""Where ``config.urls`` puts the staff side."""
GONGKAI_STRICT_PREFIXES = tuple(
    f"{GONGKAI_STAFF_PREFIX}{page}/" for page in ("login", "password", "security")
)
"""Our own pages under /admin/: no inline script or style there either."""

WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # our own page: it clears the one-time flag and is audited
WAGTAIL_PASSWORD_RESET_ENABLED = False  # passwords are reset by an administrator, in person
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
