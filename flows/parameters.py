"""Parameters that several flows share. Prefect stores them with each run, so none may hold a secret.

The patterns are in the schema that a Prefect server keeps of a deployment: it refuses a run whose parameters do not
match before it stores them. A secret that was masked already may stand. The validators say the same, with the remedy.
"""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from tasks.records.secrets import ENDPOINT, plain_address, plain_endpoint

_PLAIN: Final = (
    r"^(?![A-Za-z][A-Za-z0-9+.-]*://(?!\*\*\*@)[^/]*@)"
    r"(?!.*[?&;](?:[Xx]-[Aa]mz-[A-Za-z-]+|[Ss]ignature|AWSAccessKeyId|sig|[\w-]*[Tt]oken|[Pp]assword)="
    r"(?!\*\*\*(?:[&;#]|$)))"
)

Address = Annotated[str, AfterValidator(plain_address), Field(min_length=1, json_schema_extra={"pattern": _PLAIN})]
Sources = Annotated[list[Address], Field(min_length=1, description="Files, folders, globs or s3://bucket/prefix.")]
Uris = Annotated[list[Address], Field(min_length=1, description="Sources, or addresses of single articles.")]
Lake = Annotated[Address | None, Field(description="Folder or s3://bucket/prefix to publish to.")]
_Endpoint = Annotated[str, AfterValidator(plain_endpoint), Field(json_schema_extra={"pattern": f"^{ENDPOINT}$"})]
EndpointUrl = Annotated[
    _Endpoint | None, Field(description="Object store other than AWS: https://HOST or http://HOST:PORT.")
]
Columns = Annotated[str | None, Field(description="Columns of tables: text=body,url=link,published=date.")]
Processes = Annotated[int | None, Field(ge=1, description="Processes that read articles; by default one a core.")]
