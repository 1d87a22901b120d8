"""Writing the demo through the services of the project."""
