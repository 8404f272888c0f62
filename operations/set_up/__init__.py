"""The part of set-up that runs on a bare Python: standard library only."""
