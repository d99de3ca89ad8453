"""How surely something is told: negated, hearsay, intended, possible; with the rule that decided."""
