"""Old office files into new ones by LibreOffice, without a net, macros or a profile of anybody's: only in the bounded process."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

_SECONDS = 120
_TARGETS = {".doc": "docx", ".wps": "docx", ".xls": "xlsx", ".ppt": "pptx"}
_FILTERS = {
    "docx": "docx:MS Word 2007 XML",
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "pptx": "pptx:Impress MS PowerPoint 2007 XML",
}
# Nothing of a file is run or fetched: macros off, links of unknown files not followed, a proxy that is none.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Office.Calc/Content/Update", "Link", "1"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_ITEM = '<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</oor:items>'
)


def converter() -> Callable[[str, bytes], bytes | None] | None:
    """Ending and bytes to the new format; None where LibreOffice is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return None if program is None else lambda ending, data: convert(program, ending, data)


def convert(program: str, ending: str, data: bytes) -> bytes | None:
    """The converted file; None where it was not converted in time."""
    target = _TARGETS[ending]
    with tempfile.TemporaryDirectory(prefix="gongkai-convert-") as folder:
        home = Path(folder)
        (home / "profile" / "user").mkdir(parents=True)
        items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(
            _PROFILE.format(items), encoding="utf-8"
        )
        source = home / f"source{ending}"
        source.write_bytes(data)
        try:
            subprocess.run(  # noqa: S603 (the program found by name, a file name of ours)
                [
                    program,
                    f"-env:UserInstallation={(home / 'profile').as_uri()}",
                    *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"),
                    *("--convert-to", _FILTERS[target], "--outdir", folder, str(source)),
                ],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        result = home / f"source.{target}"
        return result.read_bytes() if result.is_file() else None
