"""Finding people by name: over keyed indexes, among the cases that the reader may see."""
