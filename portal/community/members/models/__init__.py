"""Members and the posts that they hold: who does what in which district."""

from portal.community.members.models.checks import CaseCheck
from portal.community.members.models.desks import DistrictDesk
from portal.community.members.models.members import Member
from portal.community.members.models.posts import Holding, Post

__all__ = ["CaseCheck", "DistrictDesk", "Holding", "Member", "Post"]
