"""Writing campaigns, forms and what units send; each part of the work has its module."""
