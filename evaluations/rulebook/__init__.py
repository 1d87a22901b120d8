"""Rule versions as whole things: storing, copying, comparing, checking, exchanging."""
