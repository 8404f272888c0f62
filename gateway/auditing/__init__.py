"""Who was shown what: written before the answer goes out, taken into the authority's tree, signed, handed outside."""
