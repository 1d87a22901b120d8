"""Pages of the money: the year, one line, support policies."""
