"""Rules as searches: what of an article is indexed, and a query of the rule language as a query of that index."""
