"""The window: the only place with widgets. It calls use cases and shows what they answer."""
