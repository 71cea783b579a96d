"""Making and signing the TUF repository that definitions, bureau keys and program updates come through."""

from __future__ import annotations

from client.publishing.offers import Offer, app_offer, pack_offer
from client.publishing.repository import Holder, Repository
from client.publishing.shelf import FolderShelf, Shelf

__all__ = ["FolderShelf", "Holder", "Offer", "Repository", "Shelf", "app_offer", "pack_offer"]
