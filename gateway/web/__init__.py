"""The pages: server-rendered, no script, nothing loaded from outside. One template a page."""
