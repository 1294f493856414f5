"""The style sheets, icons and reading modes that a release of the public site carries."""

from pathlib import Path

from gongkai.publishing.assets import register_assets, register_mode
from gongkai.website.modes import mode_names

ROOT = Path(__file__).parent / "static" / "website"
MODES_FOLDER = ROOT / "modes"
PUBLIC_SHEETS = ("tokens", "parts", "site", "document", "poster", "form", "gallery")


def tokens_text() -> str:
    """The tokens as written, day and night."""
    return (ROOT / "css" / "tokens.css").read_text(encoding="utf-8")


def register_look() -> None:
    """Enter the files of the look into the release."""
    register_assets(*(f"website/css/{name}.css" for name in PUBLIC_SHEETS))
    register_assets("website/img/favicon.svg", "website/img/favicon.ico", "website/img/logo.svg")
    for mode in mode_names():
        register_mode(mode, f"website/modes/{mode}.css")
