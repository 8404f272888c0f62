"""The documents of a national alert's message, from one typed message: CAP 1.2 for systems, PDF for people."""
