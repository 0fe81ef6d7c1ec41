"""The lists whose filters can be saved, by the name of their address and what a person calls them."""

LISTS: dict[str, str] = {}


def register_list(name: str, title: str) -> None:
    """Declares a list; called once, by the page that shows it."""
    LISTS[name] = title
