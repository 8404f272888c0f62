"""The pages: server-rendered, nothing that needs a script, nothing loaded from outside. One template a page."""
