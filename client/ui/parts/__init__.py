"""Small widgets that know no session: chips, cards, banners, pickers."""
