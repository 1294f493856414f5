"""Our Chinese overlay for the packages we stand on: what they lack, and whether we supply it.

The overlay (`gongkai/locale/zh_Hans`) is laid over the packages' own catalogues, since Django lets
LOCALE_PATHS win. It holds what has no Chinese at run time, and corrects what contradicts our vocabulary
(publish is 上线, snippet is 共用内容).

    python -m tools.messages missing    # strings without Chinese, or with several, that we do not supply
    python -m tools.messages check      # all faults of the overlay; exit status 1 if there are any
    python -m tools.messages update     # add what is missing to our .po, untranslated; drop the orphans
    python -m tools.messages compile    # .po to .mo, without gettext's binaries
"""

import gettext
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.catalogues import Key, Wanted, chinese_in, key_of, keyed, wanted

OVERLAY = Path(__file__).resolve().parents[1] / "gongkai" / "locale" / "zh_Hans" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}")
TAG = re.compile(r"</?[a-z]+")


def overlay(domain: str) -> Catalog:
    """Our own catalogue, from its source."""
    with (OVERLAY / f"{domain}.po").open("rb") as file:
        return read_po(file, locale="zh_Hans", domain=domain)


def missing(domain: str) -> dict[Key, Wanted]:
    """What needs our word: no Chinese, or more than one, from the packages and none from us."""
    ours = {key_of(message) for message in overlay(domain) if message.id and all(_strings(message))}
    return {key: want for key, want in wanted(domain).items() if len(want.offers) != 1 and key not in ours}


def faults(domain: str) -> list[str]:
    """Everything wrong with the overlay of a domain, one sentence each."""
    known = wanted(domain)
    found = [
        f"{len(want.offers)} Chinese texts: {key[1]!r} ({want.app})" for key, want in missing(domain).items()
    ]
    for message in overlay(domain):
        if message.id:
            found += [f"{fault}: {key_of(message)[1]!r}" for fault in _faults_of(message, known)]
    if not is_compiled(domain):
        found.append(
            f"{domain}.mo does not hold what {domain}.po says: run `python -m tools.messages compile`"
        )
    return found


def _faults_of(message: Message, known: dict[Key, Wanted]) -> Iterator[str]:
    if key_of(message) not in known:
        yield "no package shows this"
    elif known[key_of(message)].message.pluralizable != message.pluralizable:
        yield "the package has it in another number"
    if message.fuzzy:
        yield "marked fuzzy"
    ids = (message.id,) if isinstance(message.id, str) else message.id
    for text in _strings(message):
        if not text:
            yield "not translated"
        elif marks(text) not in [marks(each) for each in ids]:
            yield "placeholders or tags differ"


def marks(text: str) -> tuple[list[str], list[str]]:
    """Placeholders (named ones once, positional ones in their order) and HTML tags of a string."""
    found = PLACEHOLDER.findall(text)
    named = sorted({mark for mark in found if len(mark) > 2})
    return named + [mark for mark in found if len(mark) == 2], sorted(TAG.findall(text))


def compiled(domain: str) -> bytes:
    """The binary catalogue of our overlay."""
    buffer = io.BytesIO()
    write_mo(buffer, overlay(domain))
    return buffer.getvalue()


def is_compiled(domain: str) -> bool:
    """Whether the committed .mo says what the .po says (headers aside: they name the compiler's version)."""
    path = OVERLAY / f"{domain}.mo"
    if not path.exists():
        return False
    fresh = gettext.GNUTranslations(io.BytesIO(compiled(domain)))._catalog  # type: ignore[attr-defined]
    return chinese_in(path) == keyed(fresh)


def update(domain: str) -> tuple[int, int]:
    """Add what is missing, untranslated, and drop what no package shows; how many of each."""
    known, old = wanted(domain), overlay(domain)
    fresh = empty(old)
    kept = [message for message in old if message.id and key_of(message) in known]
    added = [
        want.message for key, want in missing(domain).items() if key not in {key_of(each) for each in kept}
    ]
    for message in kept + added:
        want = known[key_of(message)]
        plural = want.message.pluralizable
        texts = _strings(message) if message in kept else ("",)
        fresh.add(
            want.message.id,
            (texts[0],) if plural else texts[0],
            auto_comments=[want.app.replace("/", ".")],
            context=message.context,
        )
    with (OVERLAY / f"{domain}.po").open("wb") as file:
        write_po(file, fresh, width=0, sort_output=True)
    return len(added), len([message for message in old if message.id]) - len(kept)


def empty(like: Catalog) -> Catalog:
    """A catalogue without messages and with the header of another."""
    return Catalog(
        locale="zh_Hans",
        domain=like.domain,
        header_comment=like.header_comment,
        project="Gongkai",
        version="zh_Hans overlay",
        msgid_bugs_address="-",
        last_translator="Gongkai",
        language_team="Gongkai",
        creation_date=like.creation_date,
        revision_date=like.revision_date,
        fuzzy=False,
    )


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def main(command: str) -> int:
    """Run one of the commands named in the module's docstring; the exit status."""
    lines: list[str] = []
    for domain in DOMAINS:
        if command == "missing":
            lines += [f"{domain} {want.app}: {key[1]!r}" for key, want in missing(domain).items()]
        elif command == "check":
            lines += [f"{domain}: {fault}" for fault in faults(domain)]
        elif command == "update":
            lines.append("{}: {} added, {} dropped".format(domain, *update(domain)))
        elif command == "compile":
            (OVERLAY / f"{domain}.mo").write_bytes(compiled(domain))
        else:
            lines = [__doc__ or ""]
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return 1 if lines and command in ("missing", "check") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "help"))
