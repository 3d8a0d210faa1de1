"""A career's facts as the fields of a form, and back."""

from collections.abc import Mapping

from catalogue.careers.own import CareerRecord, said
from search_api.editor.forms import lines


def record_of_form(form: Mapping[str, str], held: CareerRecord) -> CareerRecord:
    """What was typed. Raises ValidationError.

    A name that is replaced stays among the synonyms: courses go on to use it. It can be taken out after that.
    """
    label, synonyms = form.get("label", "").strip(), lines(form.get("synonyms", ""))
    if said(label) != said(held.label):
        synonyms = tuple(dict.fromkeys((*synonyms, held.label.lower())))
    typed = {name: form.get(name, "").strip() for name in ("sector", "isco", "esco")}
    return CareerRecord.model_validate(
        {"label": label, "synonyms": synonyms, **typed, "esco_exact": "esco_exact" in form}
    )


def typed_of(held: CareerRecord) -> dict[str, str]:
    """The other way: the fields that a form starts with."""
    told = {name: str(getattr(held, name)) for name in ("label", "sector", "isco", "esco")}
    exact = {"esco_exact": "on"} if held.esco_exact else {}
    return {**told, "synonyms": "\n".join(held.synonyms), **exact}
