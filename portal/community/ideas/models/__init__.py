"""Ideas, what becomes of them, and comments."""

from portal.community.ideas.models.comments import CommentReport, IdeaComment
from portal.community.ideas.models.ideas import Idea, IdeaFile, IdeaSupport, IdeaTag
from portal.community.ideas.models.steps import IdeaStep

__all__ = ["CommentReport", "Idea", "IdeaComment", "IdeaFile", "IdeaStep", "IdeaSupport", "IdeaTag"]
