"""An edition as people read it: its parts in plain words, section by section, and two editions side by side."""
