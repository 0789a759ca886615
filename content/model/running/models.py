"""What runs here: the workers that say that they live, and whose keys and files belong to this database."""

from django.db import models


class Beat(models.Model):
    """A worker's sign of life. It removes its own when it is told to end."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField()
    beat_at = models.DateTimeField(db_index=True)
    #: Lane -> when it had last done its round, as ISO 8601: a lane may hang while the others go on.
    lanes = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Installation(models.Model):
    """One row: what every process that shares this database must have, too (`content.setup.joining`)."""

    #: The name of a file that lies in both storages.
    mark = models.CharField(max_length=40)
    #: Digests of the keys, by the names of their settings.
    keys = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.mark
