"""The way in: HTTP and pages; commands go down from here, and every question is answered from read models."""
