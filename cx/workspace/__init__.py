"""What is kept between visits."""

from cx.workspace.beliefs import Belief, GivenBelief
from cx.workspace.store import Saved, Workspace

__all__ = ["Belief", "GivenBelief", "Saved", "Workspace"]
