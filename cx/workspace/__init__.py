"""What is kept between visits."""

from cx.workspace.store import Saved, Workspace

__all__ = ["Saved", "Workspace"]
