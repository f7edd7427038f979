"""Levelhip coaches, and measures, the isometric gluteus medius exercise and the hip programme around it."""

from __future__ import annotations

__version__ = "0.1.0"
__all__ = ["__version__"]
