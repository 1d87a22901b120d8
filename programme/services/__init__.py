"""Writing plans, directives, activities and start-ups; each part of the work has its module."""
