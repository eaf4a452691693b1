"""Reads of the routing room."""

from uuid import UUID

from cordboard.routing.types import RoutingPart


def routing_part(*, company: UUID) -> RoutingPart:
    """What the company's calls need to know of it."""
    return RoutingPart()
