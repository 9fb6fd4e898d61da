"""Readings: each takes a phrase of the grammar and the scene, and says what the phrase means there."""
