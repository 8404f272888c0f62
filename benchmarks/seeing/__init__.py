"""From the moment at which something is raised to the moment at which the manager's open page shows it."""
