"""Whether a page ties what it says of a field to its control, and names each group of choices."""

from __future__ import annotations

from collections import Counter

from bs4 import BeautifulSoup, Tag


def loose_ends(html: str) -> list[str]:
    """Every place of a page where somebody who hears it would not learn what is wrong, or what is being chosen."""
    soup = BeautifulSoup(html, "html.parser")
    ids = Counter(str(tag["id"]) for tag in soup.select("[id]"))
    named = {key for tag in soup.select("[aria-describedby]") for key in str(tag["aria-describedby"]).split()}
    told = [f"{key} is named by a field and stands {ids[key]} times" for key in named if ids[key] != 1]
    for error in soup.select(".gk-field .gk-err, .field .bad"):
        around = {str(tag["id"]) for tag in [error, *error.parents] if tag.get("id")}
        if not around & named:
            told.append(f"no control names the error “{error.get_text(strip=True)}”")
    for control in soup.select('.gk-field [aria-invalid="true"], .field [aria-invalid="true"]'):
        if not any(tag.get("aria-describedby") for tag in [control, *control.parents]):
            told.append(f"{control.get('name')} is wrong and does not say why")
    return told + _nameless_groups(soup)


def _nameless_groups(soup: BeautifulSoup) -> list[str]:
    choices = soup.select('input[type="radio"], input[type="checkbox"]')
    often = Counter(str(one.get("name")) for one in choices)
    groups = {str(one.get("name")): one for one in choices if _is_group(one, often)}
    return [f"the choices {name} have no legend" for name, one in groups.items() if not _has_legend(one)]


def _is_group(choice: Tag, often: Counter[str]) -> bool:
    return choice["type"] == "radio" or often[str(choice.get("name"))] > 1


def _has_legend(choice: Tag) -> bool:
    fieldset = choice.find_parent("fieldset")
    legend = fieldset.find("legend") if fieldset else None
    if legend and legend.get_text(strip=True):
        return True
    return choice.find_parent(attrs={"role": "group", "aria-label": True}) is not None
