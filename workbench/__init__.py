"""The tool for those who keep a procedure: it checks, shows, compares, tries and replays, with no broker and no store."""
