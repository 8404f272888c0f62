"""A process apart: says from the feeds what should wait, be due, be shown and be delivered, and looks whether it is."""
