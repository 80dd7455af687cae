"""List: rows painted by a delegate, with search, groups, pages, selection, actions and drag."""
