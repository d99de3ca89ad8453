"""Actors in a text: groups, states, forces, people; by name, by description, by what was said before."""
