"""A portal's settings as the fields of a form, and back."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from catalogue.declaration import Province
from catalogue.normal import Route, Sector
from catalogue.portals.portal import PortalSettings, Rule, labour_regions
from search_api.editor.forms import lines, pairs, ticked, ticks

PROVINCES: tuple[str, ...] = get_args(Province)
WORDS = ("title", "intro", "footer")
"""Own words of a portal, as `PortalSettings.texts` names them."""
TICKED: Mapping[str, tuple[str, ...]] = {"sectors": tuple(Sector), "routes": tuple(Route)}
"""Rules whose values are ticked."""
LISTED = ("sources", "providers")
"""Rules whose values are typed, one on a line."""


def settings_of(form: Mapping[str, str], held: PortalSettings, names: Mapping[str, str]) -> PortalSettings:
    """The settings typed; what the form does not show stays as held. `names`: a provider's name -> its slug.

    Raises ValidationError.
    """
    typed: dict[str, Any] = {
        "name": form.get("name", "").strip(),
        "provinces": ticked(form, "provinces", PROVINCES) or None,
        "regions": ticked(form, "regions", labour_regions()) or None,
        "online": "online" in form,
        "languages": tuple(form.get("languages", "").replace(",", " ").lower().split()) or None,
        "origins": lines(form.get("origins", "")),
        "tokens": pairs(form.get("tokens", "")),
        "contact": form.get("contact", "").strip() or None,
        "texts": _texts(form, held),
    }
    typed |= {name: _rule(form, name, ticked(form, name, known)) for name, known in TICKED.items()}
    typed |= {name: _rule(form, name, [names.get(one, one) for one in lines(form.get(name, ""))]) for name in LISTED}
    return PortalSettings.model_validate(held.model_dump() | typed)


def _texts(form: Mapping[str, str], held: PortalSettings) -> dict[str, str]:
    typed = {word: form.get(f"text-{word}", "").replace("\r\n", "\n").strip() for word in WORDS}
    return {key: text for key, text in {**held.texts, **typed}.items() if text}


def _rule(form: Mapping[str, str], name: str, values: Sequence[str]) -> dict[str, Sequence[str]] | None:
    """ "Only these" with nothing chosen stays so: it lets nothing through, which the count shows at once."""
    way = form.get(f"{name}-way", "all")
    return {way: values} if way in ("allow", "deny") else None


def typed_of(settings: PortalSettings) -> dict[str, str]:
    """The other way: the fields that a form starts with."""
    fields = {
        "name": settings.name,
        "contact": settings.contact or "",
        "languages": " ".join(settings.languages or ()),
        "origins": "\n".join(settings.origins),
        "tokens": "\n".join(f"{name}: {value}" for name, value in settings.tokens.items()),
        **({"online": "on"} if settings.online else {}),
        **{f"text-{word}": settings.texts.get(word, "") for word in WORDS},
        **ticks("provinces", settings.provinces),
        **ticks("regions", settings.regions),
    }
    for name in (*TICKED, *LISTED):
        fields |= _typed_rule(name, getattr(settings, name))
    return fields


def _typed_rule(name: str, rule: Rule | None) -> dict[str, str]:
    if rule is None:
        return {f"{name}-way": "all"}
    way = {f"{name}-way": "allow" if rule.allow is not None else "deny"}
    return way | (ticks(name, rule.named) if name in TICKED else {name: "\n".join(sorted(rule.named))})
