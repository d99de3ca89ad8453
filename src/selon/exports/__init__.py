"""Exports: what the record holds, in files that other programs read. One file a format."""
