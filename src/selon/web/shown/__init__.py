"""What is shown: plain functions from the record to what a template prints or the API answers."""
