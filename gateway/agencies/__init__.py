"""What the gateway does for partner agencies: their concerns, what they are owed and shared, what is sent to them."""
