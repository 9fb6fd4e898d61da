"""Bytes and strings: charset, markup, wire formats, sentences, language."""
