"""DataTable: sorted and edited in place, painted by a delegate."""
