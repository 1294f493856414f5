"""``{% load gongkai_assets %}{% asset "website/css/site.css" %}``: the released address of a static file."""

from django import template

from gongkai.publishing.assets import asset_path

register = template.Library()
register.simple_tag(asset_path, name="asset")
