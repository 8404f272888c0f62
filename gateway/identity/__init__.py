"""Who asks: people by their authority's identity provider, agencies' machines by tokens of ours."""
