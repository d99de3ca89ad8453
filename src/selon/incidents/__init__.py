"""Incidents: claims of many documents that speak of one event, and what their sources agree and differ on."""
