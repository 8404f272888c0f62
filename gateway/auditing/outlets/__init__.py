"""Ways of signed heads to where whoever keeps the platform has no say: a folder, a webhook, a mail."""
