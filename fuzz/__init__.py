"""Coverage-guided attacks (atheris) on everything that decodes what others send: `make fuzz`."""
