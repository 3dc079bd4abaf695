"""placeholder"""
import typer
models = typer.Typer()
@models.command("list")
def list_models() -> None: ...
