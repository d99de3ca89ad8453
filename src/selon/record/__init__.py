"""The record: documents, readings and claims, kept so that every row can be defended.

`selon.record.record` opens it; `writer` writes to it, `view` asks it, `verification` checks it.
"""
