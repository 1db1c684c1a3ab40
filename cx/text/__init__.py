"""Codebook matching in English and Chinese."""
