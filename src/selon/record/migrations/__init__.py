"""The history of the record's tables, one file a step."""
