"""What commands share: the front door and its errors, stopping, tables, targets, misuse."""
