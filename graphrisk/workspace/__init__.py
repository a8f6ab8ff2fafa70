"""Settings, store, analyses and views: the one object that CLI, web and notebooks share."""

from graphrisk.workspace.workspace import Workspace

__all__ = ["Workspace"]
