"""Pages of products: lists, one product, its form, revocations."""
