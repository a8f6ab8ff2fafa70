"""Results turned into something to look at: scene, page, picture, report; knows no store."""

from __future__ import annotations
