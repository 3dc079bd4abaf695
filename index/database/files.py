"""Files and folders that were read, and what the user removed from them."""

from pathlib import Path

from index.database.articles import fingerprint
from index.database.connection import Connection
from index.types import Article

AS_IT_IS_NOW = "ON CONFLICT (id) DO UPDATE SET sha256 = excluded.sha256"


class FileTable:
    """The files that were read to their end, the folders that were synced, and the articles left out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_folder(self, path: Path) -> None:
        """Remember a folder or file that was synced."""
        self._connection.run("INSERT INTO folders VALUES (?) ON CONFLICT DO NOTHING", str(path))

    def folders(self) -> tuple[Path, ...]:
        """Return the folders and files that were synced, in stable order."""
        return tuple(Path(row[0]) for row in self._connection.rows("SELECT path FROM folders ORDER BY path"))

    def under(self, path: Path) -> dict[Path, str]:
        """Return the files read at or below `path`, with the sha256 that they had."""
        return {file: digest for file, digest in self.known().items() if file == path or path in file.parents}

    def known(self) -> dict[Path, str]:
        """Return all files that were read, with the sha256 that they had."""
        return {Path(row[0]): row[1] for row in self._connection.rows("SELECT path, sha256 FROM files")}

    def read_as(self, path: Path) -> tuple[str, str]:
        """Return the sha256 that a file had when it was read, and what read it; "" for both where it was not."""
        row = self._connection.first("SELECT sha256, reader FROM files WHERE path = ?", str(path))
        return (row[0], row[1]) if row else ("", "")

    def readers(self) -> dict[Path, str]:
        """Return all files that were read, with what read them (see `index.loaders.reader`); "" where unknown."""
        return {Path(row[0]): row[1] for row in self._connection.rows("SELECT path, reader FROM files")}

    def forget_folder(self, path: Path) -> None:
        """Forget that a folder or file was synced."""
        self._connection.run("DELETE FROM folders WHERE path = ?", str(path))

    def put(self, path: Path, digest: str, reader: str) -> None:
        """Remember that the file was read to its end when it had this sha256, and what read it."""
        self._connection.run(
            "INSERT INTO files (path, sha256, reader) VALUES (?, ?, ?)"
            " ON CONFLICT (path) DO UPDATE SET sha256 = excluded.sha256, reader = excluded.reader",
            *(str(path), digest, reader),
        )

    def forget(self, path: Path) -> None:
        """Forget a file, so that the next sync reads it anew; its articles stay."""
        self._connection.run("DELETE FROM files WHERE path = ?", str(path))

    def leave_out(self, article_id: str) -> None:
        """Remember that the user removed this article as it is, so that a sync does not bring it back."""
        chosen = f"INSERT INTO left_out (id, sha256) SELECT id, sha256 FROM articles WHERE id = ? {AS_IT_IS_NOW}"
        self._connection.run(chosen, article_id)

    def leave_out_again(self, article: Article) -> None:
        """Remember that the user removed this article, under another id or as it was read then."""
        self._connection.run(
            f"INSERT INTO left_out (id, sha256) VALUES (?, ?) {AS_IT_IS_NOW}",
            *(article.id, fingerprint(article)),
        )

    def is_left_out(self, article: Article, *, as_it_was: bool = True) -> bool:
        """Tell whether the user removed exactly this article, or one of its id that need not be `as_it_was`."""
        row = self._connection.first("SELECT sha256 FROM left_out WHERE id = ?", article.id)
        return row is not None and (row[0] == fingerprint(article) or not as_it_was)

    def take_back(self, article_id: str) -> None:
        """Forget that the user removed this article."""
        self._connection.run("DELETE FROM left_out WHERE id = ?", article_id)
