"""The demo listings under the schemas of both standards."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012, Schema, SchemaRegistry

from services.local.listings import documents

ROOT = Path(__file__).parents[2]
REAL_DATA = Path(os.environ.get("WAYFARE_REAL_DATA", ROOT.parent / "shared/data"))
STANDARDS = REAL_DATA.parent / "standards"
ORUK = "https://openreferraluk.org/specifications/3.0/schema/"


def oruk_validator() -> Draft202012Validator:
    folder = STANDARDS / "oruk-3.0/schema"
    schemas = {path.name: json.loads(path.read_text()) for path in folder.glob("*.json") if path.stat().st_size}
    registry: SchemaRegistry = Registry[Schema]().with_resources(
        (ORUK + name, Resource[Schema].from_contents(schema, default_specification=DRAFT202012))
        for name, schema in schemas.items()
    )
    return Draft202012Validator(schemas["service.json"], registry=registry, format_checker=FormatChecker())


def hsds_validator() -> Draft202012Validator:
    schema = json.loads((STANDARDS / "hsds-3.1/schema/compiled/service.json").read_text())
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.mark.skipif(not STANDARDS.exists(), reason="the schemas of the standards are not on this machine")
@pytest.mark.parametrize("validator", [oruk_validator, hsds_validator], ids=["ORUK 3.0", "HSDS 3.1"])
def test_every_listing_is_valid(validator: Callable[[], Draft202012Validator]) -> None:
    """The full documents of /services/{id}, under the schema of each standard, formats included."""
    schema = validator()
    as_sent = [json.loads(json.dumps(listing)) for listing in documents()]

    errors = [f"{listing['name']}: {error}" for listing in as_sent for error in schema.iter_errors(listing)]

    assert errors == []
