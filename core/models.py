"""Abstract models and helpers shared by the apps."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.errors import Stale


class Versioned(models.Model):
    """A row that counts its changes, so that two writers do not overwrite each other unseen.

    Forms carry ``version``; services lock the row and call ``require_version`` before writing.
    """

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def require_version(self, version: int | None) -> None:
        """Count one more change, or refuse.

        Args:
            version: the version that the writer saw; ``None`` for writers without a form.

        Raises:
            Stale: the row has changed since.
        """
        if version is not None and version != self.version:
            raise Stale(_("Có người khác vừa lưu bản ghi này. Hãy xem bản mới rồi lưu lại; nội dung bạn nhập còn đây."))
        self.version += 1


class Stamped(models.Model):
    """When a row was made and last changed."""

    created_at = models.DateTimeField(gettext_lazy("tạo lúc"), auto_now_add=True)
    updated_at = models.DateTimeField(gettext_lazy("sửa lúc"), auto_now=True)

    class Meta:
        abstract = True
