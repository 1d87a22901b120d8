"""Pages of producers and of the papers in their wallets."""
