"""The documented proxy configuration, made to run on this machine: other ports, no TLS, its own folder."""

import re
from pathlib import Path

DOCUMENTED = Path(__file__).resolve().parent.parent / "docs/deploy/nginx.conf"


def local_configuration(port: int, upstream_port: int, folder: Path) -> str:
    """docs/deploy/nginx.conf, listening on loopback only and keeping its files in `folder`.

    Only addresses, certificates and paths are exchanged; every limit and buffer stays as documented.
    """
    (folder / "nginx").mkdir(exist_ok=True)
    text = DOCUMENTED.read_text()
    text = re.sub(r"^\s*(user|ssl_\w+)\s[^;]*;\n", "", text, flags=re.M)
    text = re.sub(r"listen 443 ssl\b[^;]*;", f"listen 127.0.0.1:{port};", text)
    text = re.sub(r"listen 80\b[^;]*;", f"listen 127.0.0.1:{port};\n        server_name plain.invalid;", text)
    text = re.sub(r"server (public|staff):8000;", f"server 127.0.0.1:{upstream_port};", text)
    text = re.sub(r"/var/(cache|run|log)/", f"{folder}/", text)
    return text.replace("portal.example.no", "127.0.0.1").replace("/etc/nginx/portal", str(DOCUMENTED.parent))
