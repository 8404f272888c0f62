"""What a command, a view's update, a page of a tray and a batch cost as a store grows from a thousand commits to a million."""
