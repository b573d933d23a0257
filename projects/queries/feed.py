"""Which entries of the change feed a person may know of."""

from django.db.models import Q

from directory.models import FICTITIOUS_PREFIX, User
from projects.models import Project
from projects.querysets import area_q, is_of_fictitious_world, sees_everything, world_q


def entries_visible_to(user: User) -> Q:
    """Of projects, those that exist for the person, those withdrawn from the register included,
    so that they hear of the withdrawal; of what belongs to no project (lists, rounds, plans),
    that of their world."""
    if not user.is_active:
        return Q(pk__in=[])
    if sees_everything(user):
        return Q()
    projects = Project.objects.filter(world_q(user), area_q(user) | Q(disclosed=True))
    fictitious = Q(region_code__startswith=FICTITIOUS_PREFIX)
    own_world = fictitious if is_of_fictitious_world(user) else ~fictitious
    shared = Q(project_id__isnull=True) & own_world
    return Q(project_id__in=projects.values("id")) | shared
