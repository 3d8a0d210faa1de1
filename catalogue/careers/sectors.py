"""Which sectors of a course and of a career go together."""

from catalogue.normal import Sector

# Neighbours: trades that one course may as well be filed under. Both ways.
NEIGHBOURS: frozenset[frozenset[Sector]] = frozenset(
    frozenset(pair)
    for group in (
        (Sector.METAL_WELDING, Sector.MECHANICAL, Sector.MECHATRONICS_MAINTENANCE),
        (Sector.ELECTRICAL, Sector.ENERGY_GRID, Sector.INSTALLATION_CLIMATE),
        (Sector.ELECTRICAL, Sector.MECHATRONICS_MAINTENANCE, Sector.HIGH_TECH),
        (Sector.CONSTRUCTION, Sector.CIVIL_WORKS),
        (Sector.CONSTRUCTION, Sector.INSTALLATION_CLIMATE, Sector.ENERGY_GRID),
        (Sector.CIVIL_WORKS, Sector.TECHNICAL_LOGISTICS, Sector.MARITIME_AVIATION_RAIL),
        (Sector.CIVIL_WORKS, Sector.ENERGY_GRID),
        (Sector.PROCESS_LABORATORY, Sector.MECHATRONICS_MAINTENANCE, Sector.ENERGY_GRID),
        (Sector.PROCESS_LABORATORY, Sector.HIGH_TECH),
        (Sector.MARITIME_AVIATION_RAIL, Sector.METAL_WELDING, Sector.MECHATRONICS_MAINTENANCE),
        (Sector.MARITIME_AVIATION_RAIL, Sector.MECHANICAL),
        (Sector.MARITIME_AVIATION_RAIL, Sector.ELECTRICAL),
        (Sector.MARITIME_AVIATION_RAIL, Sector.ENERGY_GRID),
        (Sector.MARITIME_AVIATION_RAIL, Sector.HIGH_TECH),
        (Sector.MOBILITY, Sector.MECHATRONICS_MAINTENANCE),
        (Sector.MOBILITY, Sector.ELECTRICAL),
        (Sector.MOBILITY, Sector.METAL_WELDING),
        (Sector.TECHNICAL_LOGISTICS, Sector.MECHATRONICS_MAINTENANCE),
        (Sector.TECHNICAL_LOGISTICS, Sector.CONSTRUCTION),
        (Sector.ICT_SOFTWARE, Sector.ICT_INFRASTRUCTURE_SECURITY, Sector.DATA),
        (Sector.ICT_SOFTWARE, Sector.HIGH_TECH, Sector.MECHATRONICS_MAINTENANCE),
        (Sector.ICT_INFRASTRUCTURE_SECURITY, Sector.ELECTRICAL, Sector.ENERGY_GRID),
        (Sector.MECHANICAL, Sector.HIGH_TECH, Sector.MECHATRONICS_MAINTENANCE),
        (Sector.MECHANICAL, Sector.INSTALLATION_CLIMATE),
        (Sector.METAL_WELDING, Sector.HIGH_TECH),
        (Sector.METAL_WELDING, Sector.CONSTRUCTION),
        (Sector.INSTALLATION_CLIMATE, Sector.MECHATRONICS_MAINTENANCE),
        (Sector.MECHANICAL, Sector.CONSTRUCTION),
    )
    for one in group
    for pair in ((one, other) for other in group if other is not one)
)


def agree(course: Sector | None, career: Sector) -> bool:
    """May a course of this sector lead to a career of that one? A course without a sector may lead anywhere.

    Whoever teaches a trade may be filed under the trade; a course for teachers leads to no other job.
    """
    return course is None or career in (course, Sector.TECHNICAL_EDUCATION) or frozenset((course, career)) in NEIGHBOURS
