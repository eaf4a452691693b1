"""Menus and their nodes."""

import uuid
from datetime import timedelta

from django.db import models

from cordboard.menus.types import NodeKind
from cordboard.tenancy.scope import CompanyManager


class Menu(models.Model):
    """A tree that callers go through by keys. Source: catalogue SCO-152."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    created = models.DateTimeField(auto_now_add=True)

    objects = CompanyManager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "name"], name="menu_once_in_company")]


class MenuNode(models.Model):
    """A place in a menu; the first one alone has no parent and no key. Source: catalogue WDX-179."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    company = models.ForeignKey("tenancy.Company", on_delete=models.CASCADE, related_name="+")
    menu = models.ForeignKey(Menu, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    kind = models.CharField(max_length=10, choices=[(one.value, one.value) for one in NodeKind])
    title = models.CharField(max_length=80)
    key = models.CharField(max_length=6, blank=True)
    leads_kind = models.CharField(max_length=30, blank=True)
    leads_id = models.CharField(max_length=60, blank=True)
    sound = models.CharField(max_length=60, blank=True)  # its id in the sounds room
    text = models.TextField(blank=True)  # what the announcement says
    plays = models.PositiveSmallIntegerField(default=3)
    wait = models.DurationField(default=timedelta(seconds=5))
    back = models.CharField(max_length=1, blank=True)
    after_kind = models.CharField(max_length=30, blank=True)
    after_id = models.CharField(max_length=60, blank=True)

    objects = CompanyManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "key"], name="one_node_a_key"),
            models.UniqueConstraint(
                fields=["menu"], condition=models.Q(parent=None), name="one_first_node_a_menu"
            ),
        ]
