"""A small corpus of our own, plainly fiction, with its truth, and the screen that shows what Selon finds in it."""

from selon.demo.demo import run_demo

__all__ = ["run_demo"]
