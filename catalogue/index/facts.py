"""What a course says of how, with whom and at what further cost, as plain JSON for lists and for its own page."""

from typing import Any

from catalogue.normal import ExtraCost, Known, NormalCourse


def brief_facts(content: NormalCourse) -> dict[str, Any]:
    """What a list shows beside the searched fields: `schedule`, `certificate`, `workplace`, ..."""
    return {
        "schedule": _several(content.schedule),
        "certificate": _plain(content.certificate),
        "workplace": _plain(content.workplace),
        "jobGuarantee": _plain(content.job_guarantee),
        "targetGroups": _several(content.target_groups),
    }


def further_facts(content: NormalCourse) -> dict[str, Any]:
    """What only the course's own page shows. Amounts are euros as stated, hours are the learner's."""
    parts = content.instalments and content.instalments.value
    return {
        "effort": content.effort and content.effort.value.model_dump(mode="json"),
        "groupSize": content.group_size and content.group_size.value.model_dump(mode="json"),
        "qualityMarks": _several(content.quality_marks),
        "statutoryFee": _plain(content.statutory_fee),
        "instalments": parts and {"times": parts.times, "amount": parts.cents / 100},
        "extraCosts": [_cost(each) for each in content.extra_costs],
    }


def _cost(known: Known[ExtraCost]) -> dict[str, Any]:
    cost = known.value
    return {
        "kind": str(cost.kind),
        "amount": cost.cents / 100,
        "vat": str(cost.vat),
        "known": str(known.known),
        "quote": known.quote,
    }


def _plain(known: Known[Any] | None) -> Any:
    if known is None or isinstance(known.value, bool):
        return known and known.value
    return str(known.value)


def _several(known: Known[Any] | None) -> list[str]:
    return [str(value) for value in known.value] if known else []
