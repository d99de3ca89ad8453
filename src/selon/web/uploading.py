"""Documents that are sent: the form, the same on the page and over the API, as a parcel for the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request  # noqa: TC002 - FastAPI looks at it

from selon.documents.manifest import read_day
from selon.web.errors import Refusal
from selon.web.parcel import Parcel, Said, Sent, open_parcel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from datetime import date

_LONGEST = 200
_LONGEST_CODE = 12

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "format": "binary"},
                            "description": "Text files, or zips of them with a manifest.csv "
                            "(file, publisher, published, language, url).",
                        },
                        "publisher": {"type": "string", "maxLength": _LONGEST},
                        "published": {"type": "string", "format": "date"},
                        "language": {"type": "string", "maxLength": _LONGEST_CODE, "description": "A code such as fr."},
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A form with files, as it was sent."""

    form: FormData

    def parcel(self) -> Parcel:
        """Return the files laid out in a folder; raises Refusal for what cannot be meant or may not be unpacked."""
        sent = [
            Sent(item.filename, item.file)
            for item in self.form.getlist("files")
            if isinstance(item, UploadFile) and item.filename
        ]
        if not sent:
            raise Refusal("there is no file", status=422, where="files", remedy="Choose text files or a zip of them")
        return open_parcel(sent, self.said)

    @property
    def said(self) -> Said:
        """What is said of all files alike; raises Refusal where it cannot be meant."""
        publisher, language = self._words("publisher", _LONGEST), self._words("language", _LONGEST_CODE).lower()
        if language and not language.replace("-", "").isalpha():
            raise Refusal("this is no language code", status=422, where="language", remedy="Write a code such as fr")
        return Said(publisher=publisher, published=self._day(), language=language)

    def _words(self, name: str, longest: int) -> str:
        """Return a field of words in one line."""
        given = self.form.get(name, "")
        words = " ".join(given.split()) if isinstance(given, str) else ""
        if len(words) > longest or not words.isprintable():
            remedy = f"Write at most {longest} signs in one line"
            raise Refusal("these words cannot stand here", status=422, where=name, remedy=remedy)
        return words

    def _day(self) -> date | None:
        """Return the day of publication, None where none is given."""
        words = self._words("published", _LONGEST)
        day = read_day(words) if words else None
        if words and day is None:
            remedy = "Write the day as 2017-02-24"
            raise Refusal("this is no day", status=422, where="published", remedy=remedy)
        return day


async def read_upload(request: Request) -> AsyncIterator[Upload]:
    """Yield the form that was sent, closed afterwards; it is only asked for once the guard let the request pass."""
    form = await request.form()
    try:
        yield Upload(form)
    finally:
        await form.close()


UploadOf = Annotated[Upload, Depends(read_upload)]
