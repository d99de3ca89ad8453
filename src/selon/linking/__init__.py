"""Linking: from the claims of a record to their origins, shared passages and incidents, and these into the record."""

from selon.linking.link import Linked, build_stamp, link_record, read_readings

__all__ = ["Linked", "build_stamp", "link_record", "read_readings"]
