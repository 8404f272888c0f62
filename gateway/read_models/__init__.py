"""Views of what the services' events tell: one module a view. They can be dropped and built again from the feeds."""
