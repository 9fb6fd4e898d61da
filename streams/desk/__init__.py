"""The desk's server: a page that people keep open, pushed as alerts come, and the API behind it."""
