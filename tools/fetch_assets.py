# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Fetch the third-party web assets named in tools/assets.lock.json, verify and unpack them.

The registry is the one npm is configured to use; where nothing is configured, npm itself is asked for its own
default (tools/npm.py, which brings one where none is installed). A package whose
unpacked copy is already the locked one costs nothing and no network. Each package appears as a
whole or not at all, and nothing is unpacked whose SHA-512 differs from the lock.

usage: python tools/fetch_assets.py [--test] [--from FOLDER]
  --test         also what only the tests use
  --from FOLDER  take the npm tarballs (as `npm pack` names them) from a folder, without network
"""

import argparse
import base64
import configparser
import hashlib
import io
import json
import os
import shutil
import ssl
import sys
import tarfile
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import npm
from environment import ROOT, SetupError

LOCK = ROOT / "tools" / "assets.lock.json"
STAMP = ".fetched.json"
MAX_BYTES = 128 * 1024 * 1024


class AssetError(Exception):
    """An asset cannot be had; the text says what a person can do about it."""


def npm_settings():
    """The key-value settings npm itself would read: environment first, then project, then user."""
    settings = {}
    for path in (Path.home() / ".npmrc", ROOT / ".npmrc"):
        parser = configparser.RawConfigParser(delimiters=("=",), strict=False)
        parser.optionxform = str
        try:
            parser.read_string("[npm]\n" + path.read_text(encoding="utf-8"))
        except (OSError, configparser.Error):
            continue
        settings |= dict(parser["npm"])
    for key, value in os.environ.items():
        if key.lower().startswith("npm_config_") and value:
            settings[key[len("npm_config_") :].lower()] = value
    return settings


def registry_for(name, settings):
    """The base address of the registry that serves this package, with a trailing slash."""
    scope = name.split("/")[0]
    chosen = settings.get(f"{scope}:registry") or settings.get("registry") or registry_npm_knows()
    return chosen.rstrip("/") + "/"


def registry_npm_knows():
    """npm's built-in default. Raises AssetError when no npm can be asked."""
    try:
        return npm.default_registry()
    except SetupError as error:
        raise AssetError(
            f"No npm registry is configured and npm cannot be asked for its own. {error}\nOr set npm_config_registry, "
            "install npm (apt-get install -y --no-install-recommends npm), or put the packages into a folder and use: "
            "python tools/fetch_assets.py --from FOLDER"
        ) from None


def tarball_name(package):
    """The file name `npm pack` gives the package, e.g. kern-ux-native-2.7.2.tgz."""
    return f"{package['name'].lstrip('@').replace('/', '-')}-{package['version']}.tgz"


def tls_context(settings):
    cafile = settings.get("cafile") or os.environ.get("NODE_EXTRA_CA_CERTS")
    context = ssl.create_default_context()
    if not context.cert_store_stats()["x509_ca"]:  # a bare machine without ca-certificates
        for bundled in (ROOT / ".venv").glob("lib/python3*/site-packages/pip/_vendor/certifi/cacert.pem"):
            context.load_verify_locations(bundled)
    if cafile and Path(cafile).is_file():
        context.load_verify_locations(cafile)
    return context


def download(package):
    """The tarball's bytes, unverified. Raises AssetError when the registry cannot be reached."""
    name, version = package["name"], package["version"]
    settings = npm_settings()
    registry = registry_for(name, settings)
    url = f"{registry}{name}/-/{name.split('/')[-1]}-{version}.tgz"
    if urllib.parse.urlsplit(url).scheme not in {"http", "https"}:
        raise AssetError(f"The npm registry {registry} is not a web address.")
    try:
        with urllib.request.urlopen(url, timeout=60, context=tls_context(settings)) as answer:
            return answer.read(MAX_BYTES)
    except (OSError, urllib.error.URLError) as error:
        raise AssetError(
            f"{name} {version} could not be fetched from the npm registry "
            f"{urllib.parse.urlsplit(url).hostname} ({getattr(error, 'reason', error)}). Check the "
            "network or proxy, set npm_config_registry to a reachable registry, or put the file "
            f"{tarball_name(package)} into a folder and use: "
            "python tools/fetch_assets.py --from FOLDER"
        ) from error


def verify(package, content):
    algorithm, _, expected = package["integrity"].partition("-")
    found = base64.b64encode(hashlib.new(algorithm, content).digest()).decode()
    if found != expected:
        raise AssetError(
            f"{tarball_name(package)} is not the file the lock names "
            f"(expected {algorithm} {expected[:16]}…, got {found[:16]}…). Nothing was unpacked."
        )


def unpack(package, content, target):
    """Replace `target` by the files the lock names. Visible only when complete."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:gz") as archive:
            if package["files"] == "*":
                # Absent before Python 3.11.4, Debian 12's among them; the content is verified in any case.
                archive.extraction_filter = getattr(tarfile, "data_filter", None)
                archive.extractall(fresh)
            else:
                for source, destination in package["files"].items():
                    path = fresh / destination
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(archive.extractfile(f"package/{source}").read())
        (fresh / STAMP).write_text(json.dumps(package, sort_keys=True), encoding="utf-8")
        fresh.chmod(0o755)
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
            target.rename(old / "x")
            fresh.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        else:
            fresh.rename(target)
    except KeyError as error:
        raise AssetError(f"{tarball_name(package)} lacks a file of the lock: {error}") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def is_current(package, target):
    try:
        stamp = json.loads((target / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    names = [] if package["files"] == "*" else package["files"].values()
    return stamp == package and all((target / name).is_file() for name in names)


def fetch(groups=("run",), folder=None):
    """Make every package of these groups present; returns the names that had to be fetched."""
    fetched = []
    for package in json.loads(LOCK.read_text(encoding="utf-8"))["packages"]:
        target = ROOT / package["into"]
        if package["group"] not in groups or is_current(package, target):
            continue
        if folder is None:
            content = download(package)
        else:
            path = Path(folder) / tarball_name(package)
            try:
                content = path.read_bytes()
            except OSError as error:
                raise AssetError(f"{path} cannot be read: {error.strerror}.") from error
        verify(package, content)
        unpack(package, content, target)
        fetched.append(package["name"])
    return fetched


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--test", action="store_true", help="also what only the tests use")
    parser.add_argument("--from", dest="folder", help="folder holding the npm tarballs")
    options = parser.parse_args()
    try:
        fetched = fetch(("run", "test") if options.test else ("run",), options.folder)
    except AssetError as error:
        sys.exit(f"Assets: {error}")
    print("Assets: " + (f"fetched {', '.join(fetched)}" if fetched else "already there"))


if __name__ == "__main__":
    main()
