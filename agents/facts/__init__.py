"""What a text says: entities, dates, places, and the model that finds them."""
