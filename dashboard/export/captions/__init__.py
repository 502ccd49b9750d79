"""What stands under each figure and each table."""
