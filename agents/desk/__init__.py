"""What a desk makes of alerts: rows, stories, who else carries them; and of sources: their rhythm."""
