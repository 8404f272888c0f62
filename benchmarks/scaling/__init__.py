"""More replicas of a service and of the gateway: what they bring, and what stops it."""
