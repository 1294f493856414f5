"""Security headers as plain data, for Django and for the front that answers before Django is loaded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

PERMISSIONS_POLICY = (
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()"
)


def policy_text(directives: Mapping[str, Sequence[str]]) -> str:
    """A Content-Security-Policy as one header value."""
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def public_headers(directives: Mapping[str, Sequence[str]], referrer_policy: str) -> dict[str, str]:
    """Headers of a released page, from ``CONTENT_SECURITY_POLICY["DIRECTIVES"]`` and the referrer setting."""
    return {
        "Content-Security-Policy": policy_text(directives),
        "Permissions-Policy": PERMISSIONS_POLICY,
        "Referrer-Policy": referrer_policy,
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
