"""Takes files from a request into memory, where a view asks for them, and drops all others."""

import io
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers

from casework.uploads import MOST_BYTES, MOST_FILES

# Room for a file or two that are too big: they are read past, and said to be so beside the field.
MOST_BYTES_A_REQUEST = MOST_BYTES * (MOST_FILES + 1) + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def takes_files[View: Callable[..., Any]](view: View) -> View:
    """Mark a view that wants what files a request brings."""
    view.takes_files = True  # type: ignore[attr-defined]
    return view


class InMemory(FileUploadHandler):
    """Keeps at most five files of ten megabytes in memory, and of others their names and sizes.

    Raises RequestDataTooBig before reading anything of a request that is longer than any view can want.
    """

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        match = getattr(self.request, "resolver_match", None)
        self.wanted = getattr(match and match.func, "takes_files", False)
        self.kept_files = 0
        if content_length > MOST_BYTES_A_REQUEST:
            raise RequestDataTooBig("The request is longer than any view can want.")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if not self.wanted:
            raise SkipFile
        self.file = io.BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.kept_files < MOST_FILES and start + len(raw_data) <= MOST_BYTES:
            self.file.write(raw_data)
        else:
            self.file = io.BytesIO()

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self.file.seek(0)
        self.kept_files += 1
        return InMemoryUploadedFile(
            file=self.file,
            field_name=self.field_name,
            name=self.file_name,
            content_type=None,
            size=file_size,
            charset=None,
        )
