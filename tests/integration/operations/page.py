"""Answers every GET with one variable of its environment."""

import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer


class Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(os.environ.get("NEEDFIRE_FAILPOINT", "nothing").encode())


HTTPServer(("127.0.0.1", int(sys.argv[1])), Page).serve_forever()
