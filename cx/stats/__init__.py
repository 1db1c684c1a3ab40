"""Inference from aggregates: counts, means, variances and cross-products in, intervals out."""
