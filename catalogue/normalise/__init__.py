"""The normaliser: what a source said -> what it means, each value with how it is known.

One module per subject, each pure. `docs/normaliser.md` lists every rule with an example.
"""

from catalogue.normalise.course import normalise
from catalogue.normalise.outcome import FLAGS
from catalogue.normalise.places import distance_km, find_place, place_named
from catalogue.normalise.refusals import REASONS

__all__ = ["FLAGS", "REASONS", "distance_km", "find_place", "normalise", "place_named"]
